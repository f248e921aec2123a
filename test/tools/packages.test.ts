/** What is installed is what was tried: versions are exact, and the lock file says the same. */

import { readFile } from 'node:fs/promises'

import { describe, expect, it } from 'vitest'

interface Manifest {
  readonly version?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly engines?: Readonly<Record<string, string>>
}

async function read<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8'))
}

const manifest = await read<Manifest>('package.json')
const { packages } = await read<{ readonly packages: Readonly<Record<string, Manifest>> }>('package-lock.json')
const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })

describe('a dependency', () => {
  it('is pinned to one version', () => {
    expect(wanted.length).toBeGreaterThan(30)
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[0-9a-z.]+)?$/.test(version))).toEqual([])
  })

  it('has that version in the lock file, and is installed in it', async () => {
    for (const [name, version] of wanted) {
      expect(packages[`node_modules/${name}`]?.version, name).toBe(version)
      expect((await read<Manifest>(`node_modules/${name}/package.json`)).version, name).toBe(version)
    }
  })

  it('is asked for alike in both files', () => {
    const { dependencies, devDependencies, engines } = packages[''] ?? {}
    const { dependencies: own, devDependencies: tools, engines: needed } = manifest
    expect({ dependencies, devDependencies, engines }).toEqual({
      dependencies: own,
      devDependencies: tools,
      engines: needed,
    })
  })
})
