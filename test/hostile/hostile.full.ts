/** HOSTILE_ATTACKS from HOSTILE_SEED on, 10,000 where nothing is said: three of four over SFTP, the others on the machine. */

import process from 'node:process'

import { expect, test } from 'vitest'

import { attacked } from './attack.ts'

const numberOf = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise)

test('nothing of others is read into an answer, and no answer is written elsewhere, whatever a cheat tries', async () => {
  const attacks = numberOf('HOSTILE_ATTACKS', 10_000)
  const uploads = Math.round(attacks * 0.75)
  const { faults, answers } = await attacked({ seed: numberOf('HOSTILE_SEED', 1), uploads, swaps: attacks - uploads })
  expect(faults).toEqual([])
  expect(answers).toBeGreaterThan(0)
}, 7_200_000)
