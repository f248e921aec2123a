/** The floors of src and their rooms: imports only go down, neighbours never import each other. */

const floors = {
  domain: '^src/domain/',
  platform: '^src/platform/',
  stages: '^src/stages/',
  records: '^src/records/',
  products: '^src/products/',
  app: '^src/app/',
  demo: '^src/demo/',
  cli: '^src/(cli/|main[.]ts$)',
}
/** Of app, each above the next: what stands first may import what comes later, never the other way round. */
const appRooms = ['watch', 'operate', 'pass', 'run']
const oneWay = appRooms.slice(1).map((room, i) => ({
  name: `app-${room}-knows-nothing-above`,
  severity: 'error',
  from: { path: `^src/app/${room}/` },
  to: { path: `^src/app/(${appRooms.slice(0, i + 1).join('|')})/` },
}))
const npm = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'npm-bundled']

module.exports = {
  forbidden: [
    ...oneWay,
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
      comment: 'Text, time, streams, crypto and match carry the other rooms; platform/tools.ts gathers their types.',
      severity: 'error',
      from: { path: '^src/platform/([^/]+)/', pathNot: '^src/platform/files/scan/' },
      to: { path: floors.platform, pathNot: ['^src/platform/$1/', '^src/platform/(text|time|streams|crypto|match)/'] },
    },
    {
      name: 'scan-neighbours',
      comment: 'Logs stand in archives too.',
      severity: 'error',
      from: { path: '^src/platform/files/scan/' },
      to: { path: floors.platform, pathNot: '^src/platform/(files|text|time|streams|crypto|match|archive)/' },
    },
    {
      name: 'stage-neighbours',
      comment: 'The failures of all stages stand in one catalogue.',
      severity: 'error',
      from: { path: '^src/stages/([^/]+)/' },
      to: { path: '^src/', pathNot: ['^src/stages/($1/|failures[.]ts$)', floors.platform, floors.domain] },
    },
    {
      name: 'record-neighbours',
      comment: 'The failures of all memories stand in one catalogue.',
      severity: 'error',
      from: { path: '^src/records/([^/]+)/' },
      to: { path: '^src/', pathNot: ['^src/records/($1/|failures[.]ts$)', floors.platform, floors.domain] },
    },
    {
      name: 'product-neighbours',
      severity: 'error',
      from: { path: '^src/products/([^/]+)/' },
      to: { path: '^src/', pathNot: ['^src/products/$1/', floors.platform, floors.domain] },
    },
    {
      name: 'index-knows-products-only',
      severity: 'error',
      from: { path: '^src/products/[^/]+[.]ts$' },
      to: { path: '^src/', pathNot: [floors.products, floors.platform, floors.domain] },
    },
    {
      name: 'app-knows-no-command-line',
      severity: 'error',
      from: { path: floors.app },
      to: { path: [floors.cli, floors.demo] },
    },
    {
      name: 'command-line-knows-app-and-domain',
      severity: 'error',
      from: { path: floors.cli },
      to: { path: '^src/', pathNot: [floors.cli, floors.demo, floors.app, floors.domain] },
    },
    {
      name: 'demo-knows-app-and-domain',
      comment: 'It makes databases and reads archives as its user would; nothing of a stage or a product is in reach.',
      severity: 'error',
      from: { path: floors.demo },
      to: { path: '^src/', pathNot: [floors.demo, floors.app, floors.domain, floors.platform] },
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
      to: {
        dependencyTypes: npm,
        pathNot: 'node_modules/(commander|cli-progress|@types/cli-progress|picocolors|string-width)/',
      },
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
