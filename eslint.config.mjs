import js from '@eslint/js';
import globals from './scripts/eslint-globals.mjs';
import tseslint from 'typescript-eslint';

/** A fence: files of one room must not import another, and the message says why. */
const fence = (files, patterns) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});
const ban = (group, message) => ({ group, message });
const NO_VSCODE = ban(
  ['vscode'],
  'Only client/ may know VS Code: everything else also runs in other editors and in the terminal.',
);
const NO_NODE = ban(['node:*'], 'This runs in a browser worker too; read files through context/types.ts FileSystem.');

export default tseslint.config(
  { ignores: ['dist', 'out', 'node_modules', 'test/host/node_modules', 'examples', '**/*.d.ts', 'vitest.config.mts'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals } },
  fence(
    ['contract/**/*.ts'],
    [
      NO_VSCODE,
      NO_NODE,
      ban(['../server/**', '../client/**', '../cli/**'], 'contract/ holds facts and imports nothing but itself.'),
    ],
  ),
  fence(
    ['server/src/**/*.ts'],
    [
      NO_VSCODE,
      NO_NODE,
      ban(['**/client/**', '**/cli/**'], 'The server serves any editor; faces import it, not the other way round.'),
    ],
  ),
  fence(['server/src/main.ts', 'server/src/context/disk-fs.ts', 'server/src/lsp/collect-between.ts'], [NO_VSCODE]),
  fence(
    ['server/src/rules/*.ts'],
    [
      NO_VSCODE,
      NO_NODE,
      ban(['./*-*'], 'A rule does not import a rule: what two share goes to rules/support/.'),
      ban(['**/lsp/**', '**/features/**'], 'Rules know the model, not the protocol.'),
    ],
  ),
  fence(['server/src/rules/index.ts'], [NO_VSCODE, NO_NODE]),
  fence(
    ['engine/src/**/*.ts'],
    [
      NO_VSCODE,
      ban(
        ['**/server/src/**', '**/client/**', '**/cli/**'],
        'The engine runs containers; it knows neither the linter nor a face.',
      ),
    ],
  ),
  fence(['cli/src/**/*.ts'], [NO_VSCODE, ban(['**/client/**'], 'The terminal face does not know VS Code.')]),
  fence(
    ['client/src/**/*.ts'],
    [ban(['**/server/**'], 'client/ talks to the server over the language server protocol only.')],
  ),
  {
    files: ['server/src/**/*.ts', 'engine/src/**/*.ts', 'cli/src/**/*.ts', 'client/src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'Literal[value=/opt\\u002Fml/]',
          'TemplateElement[value.raw=/opt\\u002Fml/]',
          'Literal[value=/com\\.amazonaws\\.sagemaker/]',
          'Literal[value=8080]',
        ].map((selector) => ({
          selector,
          message: 'A fact of SageMaker stands once, in contract/, with its source.',
        })),
      ],
    },
  },
  // Examples in a rule's metadata show real Dockerfiles.
  { files: ['server/src/rules/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
);
