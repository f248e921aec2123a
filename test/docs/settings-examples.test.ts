/** Every settings example of README and docs/products is accepted as it stands. */

import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { loadInstallation } from '../../src/app/settings/installation.ts'
import { withFolder } from '../support/databases.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const environment = { GIM_PASSWORD: 'secret', GWS_PASSWORD: 'secret', GWS_CSRF_TOKEN: 'secret', FS_PASSWORD: 'secret' }

/** What surrounds a product's entries on its own page. */
const frame = `
databases:
  gim: { client: pg, host: db.example.com, database: gim }
  ocs: { client: pg, host: db.example.com, database: ocs }
  crm: { client: pg, host: db.example.com, database: crm }
  cfg: { client: pg, host: db.example.com, database: cfg }
  rs: { client: pg, host: db.example.com, database: rs }
  ia: { client: pg, host: db.example.com, database: ia }
history: { database: gim }
tenants:
  - name: acme
    tenantKey: 1
    directory: .
    country: US
    timeZone: UTC
    products:
`

describe('settings examples', () => {
  it('of README are accepted', async () => {
    const [example = ''] = yamlBlocks(await readFile(join(root, 'README.md'), 'utf8'))
    await withFolder(async (folder) => {
      for (const name of ['ca.pem', 'ocs-password']) await writeFile(join(folder, name), 'secret\n')
      const settings = await load(folder, example.replaceAll(/\/etc\/lethe|\/var\/lib\/lethe|\/sftp\/acme/g, folder))
      expect(settings.tenants.map(({ name }) => name)).toEqual(['acme'])
    })
  })

  it('of the product pages are accepted, one page per product', async () => {
    const pages = (await readdir(join(root, 'docs/products'))).filter((name) => name !== 'README.md').sort()
    expect(pages.length).toBeGreaterThanOrEqual(3)
    for (const page of pages) {
      const [example = ''] = yamlBlocks(await readFile(join(root, 'docs/products', page), 'utf8'))
      const indented = example.replaceAll(/^/gm, '      ')
      await withFolder(async (folder) => {
        const settings = await load(folder, frame + indented)
        const products = settings.tenants.flatMap((tenant) => tenant.products.map(({ product }) => product))
        expect([...new Set(products)]).toEqual([page.replace('.md', '')])
      })
    }
  })
})

async function load(folder: string, text: string) {
  await mkdir(join(folder, 'gdpr'), { recursive: true })
  const file = join(folder, 'lethe.yaml')
  await writeFile(file, text)
  return loadInstallation(file, environment)
}

function yamlBlocks(page: string): readonly string[] {
  return [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block ?? '')
}
