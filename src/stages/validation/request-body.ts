/** The two documented bodies as types, and the schemas that turn an unknown document into one of them. */

import { readFileSync } from 'node:fs'

import type { ErrorObject, ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'

import type { JsonObject } from './json-object.ts'
import { isJsonObject } from './json-object.ts'

/** An object with one kind and its value, and the days when it was the person's. */
export type WrittenIdentifier = Readonly<Record<string, string>>

export interface OnPremisesBody {
  readonly request?: string
  readonly consumers?: readonly { readonly consumer: readonly WrittenIdentifier[] }[]
  readonly employees?: readonly { readonly employee: readonly WrittenIdentifier[] }[]
  readonly 'gim-attached-data'?: { readonly kvlist: readonly string[] }
  readonly 'intauto-fields'?: readonly string[]
}

export interface CloudBody {
  readonly requests: readonly {
    readonly type: string
    readonly accountid?: string
    readonly shortcodes?: readonly string[]
    readonly contacts: readonly WrittenIdentifier[]
  }[]
}

export interface BodySchemas {
  readonly onPremises: ValidateFunction<OnPremisesBody>
  readonly cloud: ValidateFunction<CloudBody>
  /** All documented keys: others may hold anything. */
  readonly keys: ReadonlySet<string>
}

/** What a schema found wrong, with the data and the part of the schema at hand. */
export type SchemaError = ErrorObject

/** Reads and compiles the published schemas. */
export function readBodySchemas(): BodySchemas {
  // A test holds the schemas against the schema of schemas, which takes longer to compile than both.
  const trusted = { meta: false, validateSchema: false } as const
  const ajv = new Ajv2020({ ...trusted, allErrors: true, verbose: true, messages: false, strictTypes: false })
  const [onPremises, cloud] = [readSchema('request-on-premises'), readSchema('request-cloud')]
  return {
    onPremises: ajv.compile<OnPremisesBody>(onPremises),
    cloud: ajv.compile<CloudBody>(cloud),
    keys: new Set([...keysIn(onPremises), ...keysIn(cloud)]),
  }
}

/** Of all `properties` in a schema, however deep. */
function keysIn(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const properties: unknown = Reflect.get(schema, 'properties')
  const named = isJsonObject(properties) ? Object.keys(properties) : []
  return [...named, ...Object.values(schema).flatMap(keysIn)]
}

function readSchema(name: string): JsonObject {
  // The same number of steps up from src/ and from dist/.
  const file = new URL(`../../../schemas/${name}.schema.json`, import.meta.url)
  const schema: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isJsonObject(schema)) throw new TypeError(`schemas/${name}.schema.json is not an object`)
  return schema
}
