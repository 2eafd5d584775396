import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

// One way down, no way back: each package may import from any to its left, but for what stands beside it.
const stairs = ['surveys', 'analytics', 'messages', 'charts', 'db', 'api', 'web'];
const PURE = ['surveys', 'analytics', 'messages', 'charts'];
const BESIDE = { db: ['messages', 'charts'] };

const climbing = (name) => {
  const above = [...stairs.slice(stairs.indexOf(name) + 1), ...(BESIDE[name] ?? [])];
  const barred = [
    ...above.map((other) => `@rapport/${other}`),
    '@rapport/tests',
    ...above.map((other) => `**/${other}`),
  ];
  const patterns = [
    {
      group: barred.flatMap((path) => [path, `${path}/*`, `${path}/**`]),
      message: 'surveys ← analytics ← (db | messages ← charts) ← api ← web: only to the left.',
    },
  ];
  if (PURE.includes(name))
    patterns.push({
      group: ['node:*', '!node:fs', '!node:path', 'drizzle-orm*', 'better-sqlite3', 'hono*', 'svelte*'],
      message: 'Compute is pure: no input, output, database or page in here.',
    });
  return {
    files: [`${name}/**/*.{ts,svelte}`],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
};

// web reaches api through its typed client; its server alone mounts it.
const THROUGH_CLIENT = [
  { group: ['@rapport/db', '@rapport/db/*'], message: 'Pages reach the database through the API only.' },
  {
    regex: '^@rapport/api/(?!client$)',
    allowTypeImports: true,
    message: 'Pages reach the API through its typed client.',
  },
];
const NO_SCHEMAS = {
  regex: '^@rapport/surveys/(answers|instrument|panel|text)$',
  allowTypeImports: true,
  message: 'Schemas stay on the server: they would bring zod (60 kB) to the browser.',
};
const webThroughClient = [
  {
    files: ['web/src/**/*.{ts,svelte}'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: THROUGH_CLIENT }] },
  },
  {
    files: ['web/src/**/*.{ts,svelte}'],
    ignores: ['web/src/**/server/**', 'web/src/**/+*.server.ts', 'web/src/**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [...THROUGH_CLIENT, NO_SCHEMAS] }] },
  },
];

export default ts.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/build/',
      '**/compiled/',
      '**/.svelte-kit/',
      'db/migrations/',
      'data/',
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.node } } },
  { files: ['web/src/**'], languageOptions: { globals: { ...globals.browser } } },
  {
    files: ['**/*.ts'],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'import-x/no-duplicates': 'error',
      'import-x/no-self-import': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
    rules: { 'svelte/no-navigation-without-resolve': 'off', '@typescript-eslint/no-explicit-any': 'error' },
  },
  ...stairs.slice(0, 4).map(climbing),
  ...webThroughClient,
);
