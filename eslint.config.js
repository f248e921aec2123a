/** What a review would say twice: the rules of the project that a machine can hold. The floors stand in .dependency-cruiser.cjs. */

import tseslint from 'typescript-eslint'

const commandLine = ['src/main.ts', 'src/cli/**/*.ts']
const clock = ['src/platform/time/**/*.ts']

const processProperties = ['env', 'argv', 'exit', 'exitCode', 'stdout', 'stderr', 'stdin'].map((property) => ({
  object: 'process',
  property,
  message: 'Only main and cli touch the process; take what you need as a parameter.',
}))

const dateNow = { object: 'Date', property: 'now', message: 'The clock is read in platform/time only; take a Clock.' }
const mathRandom = { object: 'Math', property: 'random', message: 'Randomness comes from platform/crypto.' }

const timers = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'Time passes in platform/time only; take a Clock.',
}))

const dateWithoutArguments = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'The clock is read in platform/time only; take a Clock.',
}
const defaultExport = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'demo/', 'node_modules/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Contracts are asynchronous even where one adapter has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', 200],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      'max-depth': ['error', 3],
      'no-restricted-properties': ['error', ...processProperties, dateNow, mathRandom],
      'no-restricted-globals': ['error', ...timers],
      'no-restricted-syntax': ['error', dateWithoutArguments, defaultExport],
    },
  },
  {
    files: commandLine,
    rules: { 'no-restricted-properties': ['error', dateNow, mathRandom] },
  },
  {
    files: clock,
    rules: {
      'no-restricted-properties': ['error', ...processProperties, mathRandom],
      'no-restricted-globals': 'off',
      'no-restricted-syntax': ['error', defaultExport],
    },
  },
  {
    // A test that misreads a parsed document fails loudly; nothing behind it would be harmed.
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // Measuring scripts print their ratios.
    files: ['bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
)
