/** The tree is the architecture: floors, neighbours and the index, held against the files as they are. */

import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { beforeAll, describe, expect, it } from 'vitest'

import { stepFailureCodes } from '../src/domain/errors.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs')

/** Floors that must hold files, so that no rule is kept by an empty room. */
const floors = ['domain', 'platform', 'stages', 'records', 'products', 'app', 'demo', 'cli']

/** What knex drops from an update on most engines: the change would hit every row. */
const traps = [/\.update\s*\(/, /\.(join|innerJoin|leftJoin|limit|offset)\s*\(/] as const

/** Metaphors that the field's words have taken the place of, one a line; they stand nowhere else. */
const oldWords = new Set(readFileSync(join(root, '.ci/old-words.txt'), 'utf8').trim().split('\n'))

let files: ReadonlyMap<string, string> = new Map()

beforeAll(async () => {
  files = await sourceFiles()
})

describe('the floors', () => {
  it('are all there', () => {
    expect(files.size).toBeGreaterThan(60)
    for (const floor of floors) {
      expect(paths().filter((path) => path.startsWith(`src/${floor}/`)).length, floor).toBeGreaterThan(0)
    }
  })

  it('hold: every module is read and no rule is broken', async () => {
    const { violations, modules, rulesRead } = await readImports(root)
    expect(rulesRead).toBeGreaterThan(10)
    expect(violations).toEqual([])
    expect(modules.filter((module) => /^src\/.*\.ts$/.test(module)).sort()).toEqual(paths())
  })
})

describe('a tree with the rooms mixed up', () => {
  const rooms = {
    'src/domain/a.ts': "import '../platform/csv/b.ts'",
    'src/platform/sql/b.ts': "import type {} from '../files/c.ts'",
    'src/platform/files/c.ts': "import '../../app/d.ts'",
    'src/stages/intake/e.ts': "import '../delivery/f.ts'",
    'src/stages/delivery/f.ts': "import '../../products/one/g.ts'",
    'src/products/one/g.ts': "import '../two/h.ts'",
    'src/products/two/h.ts': "import '../one/g.ts'",
    'src/app/d.ts': "import '../cli/i.ts'\nimport 'pino'",
    'src/app/j.ts': "import 'knex'",
    'src/app/watch/k.ts': "import '../settings/l.ts'",
    'src/app/settings/l.ts': 'export {}',
    'src/app/pass/m.ts': "import '../watch/k.ts'",
    'src/records/one/n.ts': "import '../two/o.ts'",
    'src/records/two/o.ts': 'export {}',
    'src/platform/files/scan/p.ts': "import '../../sql/b.ts'",
    'src/demo/q.ts': "import '../stages/intake/e.ts'",
    'src/cli/i.ts': "import '../stages/intake/e.ts'",
  }

  it('breaks each rule', async () => {
    const tree = await mkdtemp(join(tmpdir(), 'lethe-rooms-'))
    try {
      for (const [path, text] of Object.entries(rooms)) {
        await mkdir(join(tree, dirname(path)), { recursive: true })
        await writeFile(join(tree, path), text)
      }
      await copyFile(join(root, 'tsconfig.json'), join(tree, 'tsconfig.json'))
      await symlink(join(root, 'node_modules'), join(tree, 'node_modules'))
      const { violations } = await readImports(tree)
      expect([...new Set(violations.map((violation) => violation.split(':')[0]))].sort()).toEqual([
        'app-knows-no-command-line',
        'app-pass-knows-nothing-above',
        'command-line-knows-app-and-domain',
        'demo-knows-app-and-domain',
        'domain-imports-nothing',
        'knex-as-a-type-only',
        'no-cycles',
        'npm-in-platform-only',
        'platform-knows-no-stage-and-no-product',
        'platform-neighbours',
        'product-neighbours',
        'record-neighbours',
        'resolvable',
        'scan-neighbours',
        'stage-neighbours',
      ])
    } finally {
      await rm(tree, { recursive: true })
    }
  })
})

describe('the index', () => {
  it('has one line per product folder, under the name of the folder', () => {
    const index = source('src/products/index.ts')
    for (const folder of productFolders()) {
      const imports = index.split('\n').filter((line) => line.includes(`from './${folder}/`))
      expect(imports, folder).toHaveLength(1)
    }
    const named = [...index.matchAll(/from '\.\/([^/']+)\//g)].map((match) => match[1])
    expect(named.sort()).toEqual(productFolders())
  })

  it('knows every product by the name of its folder', async () => {
    const index: unknown = await import('../src/products/index.ts')
    expect(productIds(index).sort()).toEqual(productFolders())
  })
})

describe('statements', () => {
  it('are told apart: a chain with both calls is seen, two statements in a row are not', () => {
    const mixed = 'await db(t)\n  .join(u)\n  .update({})\n'
    const apart = 'await db(t).limit(1)\nawait db(t)\n  .whereIn(k, keys)\n  .update({})\n'
    expect(holdsBoth(mixed, ...traps)).toBe(true)
    expect(holdsBoth(apart, ...traps)).toBe(false)
  })

  it('never join or limit an update: the engines drop both without a word', () => {
    // A digest is updated as well.
    const digests = (path: string): boolean => source(path).includes("import { createHash } from 'node:crypto'")
    expect(paths().filter((path) => !digests(path) && holdsBoth(source(path), ...traps))).toEqual([])
  })

  it('never ask for `skipLocked`, and for `onConflict` only on the journal’s engines, which know it', () => {
    const outside = paths().filter((path) => !path.startsWith('src/platform/sql/dialects/'))
    const rooms = outside.filter((path) => !path.startsWith('src/records/journal/'))
    expect(outside.filter((path) => /\.skipLocked\s*\(/.test(source(path)))).toEqual([])
    expect(rooms.filter((path) => /\.onConflict\s*\(/.test(source(path)))).toEqual([])
  })

  it('ask for an engine by name in the dialects only', () => {
    // A SQLite file is Lethe's own: it needs neither TLS nor somebody else's leave to make a table.
    const exceptions = ['src/app/compose.ts', 'src/app/settings/defaults.ts']
    const rooms = paths().filter((path) => !path.startsWith('src/platform/sql/') && !exceptions.includes(path))
    const question = /client\s*[!=]==?\s*'(pg|mssql|oracledb|better-sqlite3)'/
    expect(rooms.filter((path) => question.test(source(path)))).toEqual([])
  })
})

describe('failures', () => {
  const catalogue = /(^src\/domain\/errors|\/failures?)\.ts$/

  it('are made in catalogues only: one file of a floor or a room, under the same name everywhere', () => {
    const making = paths().filter((path) => /new StepFailed\s*\(/.test(source(path)))
    expect(making.length).toBeGreaterThan(10)
    expect(making.filter((path) => !catalogue.test(path))).toEqual([])
  })

  it('that nobody expected are described in one place', () => {
    const describing = paths().filter((path) => source(path).includes('report it to the makers of Lethe'))
    expect(describing).toEqual(['src/domain/errors.ts'])
  })

  it('have codes, each of which some failure has', () => {
    const made = paths().filter((path) => catalogue.test(path) || path.startsWith('src/platform/sql/'))
    const texts = made.map((path) => (path === 'src/domain/errors.ts' ? '' : source(path)))
    const unused = stepFailureCodes.filter((code) => !texts.some((text) => text.includes(`'${code}'`)))
    // What is described as a bug, in the domain itself.
    expect(unused.filter((code) => code !== 'internal')).toEqual([])
  })
})

describe('names', () => {
  it('of types mean one thing: each is declared once in the whole of src', () => {
    const places = new Map<string, string[]>()
    for (const path of paths()) {
      for (const name of declaredTypes(source(path))) places.set(name, [...(places.get(name) ?? []), path])
    }
    expect(places.size).toBeGreaterThan(500)
    const twice = [...places].filter(([, declaring]) => declaring.length > 1)
    expect(twice).toEqual([])
  })

  it('of types are seen in every form in which they are declared', () => {
    const text =
      'interface A {}\nexport type B<T> = T\nexport abstract class C {}\ndeclare class D {}\nconst type = 1\n'
    expect(declaredTypes(text)).toEqual(['A', 'B', 'C', 'D'])
  })

  it('are the field’s words: those of earlier days stand nowhere', async () => {
    expect(oldWords.size).toBeGreaterThan(15)
    for (const word of oldWords) {
      const capital = word.charAt(0).toUpperCase() + word.slice(1)
      for (const text of [`open${capital}(1)`, `the ${capital} of a site`, `two-${word}.ts`, `${word}Folder`]) {
        expect(oldWordsIn(text), text).toEqual([word])
      }
    }
    expect(oldWordsIn('Workspace Desktop, household, outdoors, momentary')).toEqual([])
    const found: string[] = []
    for (const folder of ['src', 'test', 'docs', 'bench', 'sql', 'schemas']) {
      for (const [path, text] of await textsBelow(folder)) {
        found.push(...oldWordsIn(`${path}\n${text}`).map((word) => `${path}: ${word}`))
      }
    }
    expect(found).toEqual([])
  })
})

describe('a folder of src', () => {
  it('has twenty files at most', () => {
    const counts = new Map<string, number>()
    for (const path of paths()) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1)
    expect(counts.size).toBeGreaterThan(30)
    expect([...counts].filter(([, count]) => count > 20)).toEqual([])
  })
})

describe('every source file', () => {
  it('opens with the line that says what it promises', () => {
    expect(paths().filter((path) => !/^(#!.*\n)?\/\*\*/.test(source(path)))).toEqual([])
  })

  it('has a kebab-case name that says its role', () => {
    const names = paths().map((path) => path.split('/').at(-1) ?? '')
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(name))).toEqual([])
    expect(names.filter((name) => /^(utils?|helpers?|misc|common)\.ts$|manager/.test(name))).toEqual([])
  })
})

function declaredTypes(text: string): readonly string[] {
  const declaration = /^(?:export )?(?:declare )?(?:abstract )?(?:interface|type|class) (\w+)/gm
  return [...text.matchAll(declaration)].map(([, name = '']) => name)
}

/** Of English, camel case and kebab case alike. */
function oldWordsIn(text: string): readonly string[] {
  const words =
    text
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  return words.filter((word) => oldWords.has(word))
}

async function textsBelow(folder: string): Promise<readonly (readonly [path: string, text: string])[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return Promise.all(files.map(async (path) => [relative(root, path), await readFile(path, 'utf8')] as const))
}

async function sourceFiles(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const entry of await readdir(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue
    const path = join(entry.parentPath, entry.name)
    found.set(relative(root, path).split(sep).join('/'), await readFile(path, 'utf8'))
  }
  return found
}

function paths(): string[] {
  return [...files.keys()].sort()
}

function source(path: string): string {
  return files.get(path) ?? ''
}

function productFolders(): string[] {
  const folders = paths().map((path) => /^src\/products\/([^/]+)\//.exec(path)?.[1])
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort()
}

/** Whether one statement holds both calls; a statement ends where a line begins the next one. */
function holdsBoth(text: string, call: RegExp, other: RegExp): boolean {
  return text
    .split(/\n(?=\s*(?:await|const|let|return|if|for|export|\/\/|\/\*|\}|$))/)
    .some((statement) => call.test(statement) && other.test(statement))
}

/** Ids of everything in the index that has the shape of a product. */
function productIds(index: unknown): string[] {
  const ids = new Set<string>()
  for (const value of Object.values(Object(index))) {
    const members = value instanceof Map ? [...value.values()] : Object.values(Object(value))
    for (const product of members) {
      const id = Object(product).id
      if (typeof id === 'string') ids.add(id)
    }
  }
  return [...ids]
}

/** Imports below `tree`, judged by the rules. */
async function readImports(tree: string) {
  const { output } = await cruise(
    ['src'],
    {
      ...rules.options,
      baseDir: tree,
      ruleSet: { forbidden: rules.forbidden },
      validate: true,
    },
    rules.options.enhancedResolveOptions,
    { tsConfig: extractTSConfig(join(tree, 'tsconfig.json')) },
  )
  if (typeof output === 'string') throw new Error('the imports came as text')
  return {
    rulesRead: rules.forbidden.length,
    violations: output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    modules: output.modules.map((module) => module.source),
  }
}
