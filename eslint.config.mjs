import { readFileSync } from 'node:fs';
import nxPlugin from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import { createProjectGraphAsync } from 'nx/src/devkit-exports.js';
import tseslint from 'typescript-eslint';

// Without a graph on disk the boundary rule lets everything through and only prints a warning, so the graph is made here,
// in this process and without a daemon.
process.env.NX_DAEMON = 'false';
process.env.NX_ISOLATE_PLUGINS = 'false';
await createProjectGraphAsync({ exitOnError: false });

/** The doors of docs/architecture.md: a layer of ours → the layers it may import. */
const doors = JSON.parse(readFileSync(new URL('./test/architecture/doors.json', import.meta.url), 'utf8'));

/** @param {readonly string[]} further layers that every project may import besides its own doors */
function boundaries(...further) {
  return [
    'error',
    {
      allow: [],
      enforceBuildableLibDependency: false,
      // The launcher loads its parts while the database starts; its other commands need some of them at once.
      checkDynamicDependenciesExceptions: ['.*'],
      // Specs of the store use the test database, which is built with the store.
      ignoredCircularDependencies: [['@tandem/kpi-store', '@tandem/testing']],
      depConstraints: Object.entries(doors).map(([layer, allowed]) => ({
        sourceTag: `layer:${layer}`,
        onlyDependOnLibsWithTags: [layer, ...allowed, ...further].map((name) => `layer:${name}`),
      })),
    },
  ];
}

const focusedOrSkipped = [
  'MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(only|skip|todo|failing|fixme|skipIf|runIf)$/]',
  'MemberExpression[object.property.name=/^(describe|it|test|concurrent)$/][property.name=/^(only|skip|todo|failing|fixme)$/]',
  'MemberExpression[object.name=/^(describe|it|test)$/][property.value=/^(only|skip|todo|failing|fixme)$/]',
  'CallExpression[callee.name=/^(fdescribe|fit|xdescribe|xit|xtest)$/]',
].map((selector) => ({
  selector,
  message: 'A focused or skipped test hides what it does not run. Remove it or mend it.',
}));

/** Whoever reads in another language sees what stands here as it is: it belongs to a catalogue (docs/dashboard.md). */
const literalTexts = [
  'JSXText[value=/\\p{L}/u]',
  'JSXElement > JSXExpressionContainer > Literal[value=/\\p{L}/u]',
  'JSXElement > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=/\\p{L}{2}/u]',
  'JSXElement > JSXExpressionContainer > ConditionalExpression > Literal[value=/\\p{L}/u]',
  'JSXElement > JSXExpressionContainer > LogicalExpression > Literal[value=/\\p{L}/u]',
  'JSXAttribute[name.name=/^(aria-label|title|label|caption|placeholder|alt|hint)$/] > Literal[value=/\\p{L}/u]',
  'JSXAttribute[name.name=/^(aria-label|title|label|caption|placeholder|alt|hint)$/] TemplateElement[value.raw=/\\p{L}{2}/u]',
].map((selector) => ({
  selector,
  message: 'A visible text belongs into the catalogue of its feature: <feature>-words.ts.',
}));
/** What has its texts in a catalogue; the rest follows. */
const translatable = [
  'shell',
  'ui',
  'text',
  ...[
    'access',
    'account',
    'alerts',
    'board',
    'catalogue',
    'channels',
    'decisions',
    'follow',
    'goals',
    'guardrails',
    'initiatives',
    'metric',
    'metric-form',
    'metrics',
    'notes',
    'palette',
    'proposal',
    'records',
    'restatements',
    'reviews',
    'settings',
    'setup',
    'sources',
    'talk',
    'views',
  ].map((name) => `features/${name}`),
];

const size = (lines) => ['error', { max: lines, skipBlankLines: true, skipComments: true }];
const specs = ['**/*.spec.ts', '**/*.spec.tsx', 'test/**/*.ts'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', 'test-results/**', 'playwright-report/**', '.tandem/**'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strict],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.spec.json', './apps/dashboard/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { '@nx': nxPlugin },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(),
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      // Of the rules that ask the type checker, those that find mistakes and not merely other spellings: each one costs seconds.
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/restrict-plus-operands': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allow: ['URL', 'URLSearchParams'] },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/unbound-method': 'error',
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': size(300),
      'max-lines-per-function': size(60),
      'no-restricted-syntax': ['error', ...focusedOrSkipped],
    },
  },
  {
    // Scripts have no types that could find these.
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'URL', 'performance', 'fetch', 'AbortSignal', 'setTimeout', 'clearTimeout', 'Buffer'].map(
          (name) => [name, 'readonly'],
        ),
      ),
    },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': size(300),
      'max-lines-per-function': size(60),
      'no-undef': 'error',
      'no-unused-vars': ['error', { ignoreRestSiblings: true, caughtErrors: 'none' }],
    },
  },
  {
    files: ['apps/dashboard/public/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: {
        URLSearchParams: 'readonly',
        document: 'readonly',
        localStorage: 'readonly',
        location: 'readonly',
        matchMedia: 'readonly',
      },
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/{api,worker,dashboard}/**/*.{ts,tsx}'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['apps/dashboard/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: translatable.map((folder) => `apps/dashboard/src/${folder}/**/*.tsx`),
    rules: { 'no-restricted-syntax': ['error', ...focusedOrSkipped, ...literalTexts] },
  },
  {
    files: ['libs/kpi-store/src/migrations/**'],
    rules: { 'max-lines': size(500), 'max-lines-per-function': 'off' },
  },
  {
    files: specs,
    rules: {
      '@nx/enforce-module-boundaries': boundaries('testing'),
      'max-lines': size(500),
      'max-lines-per-function': 'off',
      // What the assertions of Jest take and give is `any`; that specs are typed is checked by the compiler.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
