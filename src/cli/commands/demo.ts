/** `lethe demo`: a sandbox with fictional people, run end to end. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { playDemo } from '../../demo/demo.ts'
import type { DemoScene } from '../../demo/scene.ts'

import { toned } from '../screen/colour.ts'
import type { Call, ExitCode } from '../process-io.ts'
import { report, type Event } from '../report.ts'
import { drawTable } from '../table.ts'

/** The sandbox is removed at the end, except with `--keep` or in a folder of the caller's. */
export async function runDemo(call: Call): Promise<ExitCode> {
  const named = call.options.text('directory')
  const directory =
    named === null ? await mkdtemp(join(tmpdir(), 'lethe-demo-')) : resolve(call.io.workingDirectory, named)
  const keep = call.options.flag('keep') || named !== null
  try {
    const tell = (scene: DemoScene) => report(call, eventOf(scene), draw(scene, call.io.out.columns))
    const well = await playDemo({ directory, signal: call.io.signal, tell })
    const words = well
      ? 'Everything ended as it must: the subjects are gone, nobody else was touched.'
      : 'Something did not end as it must; please report it.'
    await tell({ kind: 'text', text: keep ? `${words}\nThe sandbox stays: ${directory}` : words })
    return well ? 0 : 1
  } finally {
    if (!keep) await rm(directory, { recursive: true })
  }
}

function eventOf({ kind, ...scene }: DemoScene): Event {
  return { event: kind, ...scene }
}

function draw(scene: DemoScene, width: number): string {
  switch (scene.kind) {
    case 'heading':
      return `\n${toned(`== ${scene.text}`, 'title')}\n\n`
    case 'text':
      return `${scene.text}\n\n`
    case 'table':
      return `${scene.title}\n${drawTable(
        scene.columns.map((title) => ({ title })),
        scene.rows,
        width,
      )}\n`
    default:
      return scene satisfies never
  }
}
