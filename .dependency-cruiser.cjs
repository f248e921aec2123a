/** The floors and neighbours of the house: imports only go down, neighbours never import each other. */

const floors = {
  domain: '^src/domain/',
  platform: '^src/platform/',
  stages: '^src/stages/',
  products: '^src/products/',
  app: '^src/app/',
  cli: '^src/(cli/|main[.]ts$)',
}
const npm = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'npm-bundled']

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no bottom to start reading from.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'What cannot be resolved cannot be checked.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'domain-imports-nothing',
      severity: 'error',
      from: { path: floors.domain },
      to: { pathNot: floors.domain },
    },
    {
      name: 'platform-knows-no-stage-and-no-product',
      severity: 'error',
      from: { path: floors.platform },
      to: { path: '^src/', pathNot: [floors.platform, floors.domain] },
    },
    {
      name: 'platform-neighbours',
      comment: 'Text, time and crypto carry the other rooms of the platform; platform/tools.ts gathers their types.',
      severity: 'error',
      from: { path: '^src/platform/([^/]+)/' },
      to: { path: floors.platform, pathNot: ['^src/platform/$1/', '^src/platform/(text|time|crypto)/'] },
    },
    {
      name: 'stage-neighbours',
      severity: 'error',
      from: { path: '^src/stages/([^/]+)/' },
      to: { path: '^src/', pathNot: ['^src/stages/$1/', floors.platform, floors.domain] },
    },
    {
      name: 'product-neighbours',
      severity: 'error',
      from: { path: '^src/products/([^/]+)/' },
      to: { path: '^src/', pathNot: ['^src/products/$1/', floors.platform, floors.domain] },
    },
    {
      name: 'switchboard-knows-products-only',
      severity: 'error',
      from: { path: '^src/products/[^/]+[.]ts$' },
      to: { path: '^src/', pathNot: [floors.products, floors.platform, floors.domain] },
    },
    {
      name: 'app-knows-no-street-door',
      severity: 'error',
      from: { path: floors.app },
      to: { path: floors.cli },
    },
    {
      name: 'street-door-knows-app-and-domain',
      severity: 'error',
      from: { path: floors.cli },
      to: { path: '^src/', pathNot: [floors.cli, floors.app, floors.domain] },
    },
    {
      name: 'commands-do-not-know-main',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/main[.]ts$' },
    },
    {
      name: 'npm-in-platform-only',
      comment: 'Ajv also where documents and settings are validated, the command line libraries in cli.',
      severity: 'error',
      // A build script runs on the developer's machine and is no part of dist.
      from: {
        path: '^src/',
        pathNot: [floors.platform, '^src/stages/validation/', '^src/app/settings/', '^src/cli/', 'build[.]mjs$'],
      },
      to: { dependencyTypes: npm, pathNot: 'node_modules/knex/' },
    },
    {
      name: 'knex-as-a-type-only',
      comment: 'Statements of the journal and the history are built with the knex that a Database hands out.',
      severity: 'error',
      from: { path: '^src/', pathNot: floors.platform },
      to: { path: 'node_modules/knex/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'npm-in-validation',
      severity: 'error',
      from: { path: ['^src/stages/validation/', '^src/app/settings/'] },
      to: { dependencyTypes: npm, pathNot: 'node_modules/(ajv|ajv-formats)/' },
    },
    {
      name: 'npm-in-cli',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { dependencyTypes: npm, pathNot: 'node_modules/(commander|cli-progress|@types/cli-progress)/' },
    },
    {
      name: 'tests-stay-outside',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
    },
  },
}
