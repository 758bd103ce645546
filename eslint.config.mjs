import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Says a rule of the house: what is forbidden, and what to do instead. */
const forbid = (selector, message) => ({ selector, message });

const NO_SKIPPED_TEST = 'A test runs or goes: nothing is skipped, focused or left for later.';
const ENV = 'Only src/config reads the environment; take what you need as an argument.';

export default tseslint.config(
  {
    ignores: ['dist/', 'coverage/', '.wangshu/', 'node_modules/', '**/generated/', 'console/dist/'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'max-lines': ['error', 500],
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        forbid(
          'ExportDefaultDeclaration',
          'Named exports only: one name for one thing everywhere.',
        ),
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    // The hub itself: it is given its configuration, and speaks through its logger.
    files: ['src/**/*.ts', 'connectors/**/*.ts', 'migrations/**/*.ts'],
    ignores: ['src/config/**'],
    rules: {
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: ENV }],
      'no-restricted-imports': [
        'error',
        {
          paths: ['process', 'node:process'].map((name) => ({
            name,
            importNames: ['env'],
            message: ENV,
          })),
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**', 'src/demo/**', 'src/main.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        forbid(
          'CallExpression[callee.property.name=/^(skip|only|todo|failing)$/][callee.object.name=/^(it|test|describe)$/]',
          NO_SKIPPED_TEST,
        ),
        forbid(
          'CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]',
          NO_SKIPPED_TEST,
        ),
      ],
      // expect(object.method) is how Jest is spoken to, and its matchers are typed any.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    // Plain scripts and configuration: no types to check by.
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: Object.fromEntries(
        ['require', 'module', 'process', 'console', '__dirname'].map((name) => [name, 'readonly']),
      ),
    },
  },
);
