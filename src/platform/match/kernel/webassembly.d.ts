/** The part of the WebAssembly interface that is used here; neither es2023 nor @types/node 20 declare it. */

declare namespace WebAssembly {
  interface Module {
    readonly kind?: 'WebAssembly.Module'
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>
  }
}

declare const WebAssembly: {
  readonly compile: (bytes: Uint8Array) => Promise<WebAssembly.Module>
  readonly validate: (bytes: Uint8Array) => boolean
  readonly Instance: new (module: WebAssembly.Module, imports: object) => WebAssembly.Instance
  readonly Memory: new (description: { readonly initial: number }) => { readonly buffer: ArrayBuffer }
  readonly Global: new (description: object, value: unknown) => { readonly value: unknown }
}
