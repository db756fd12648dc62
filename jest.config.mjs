// Units (`*.spec.ts`) need nothing; `*.int.spec.ts` get a real PostgreSQL (and Redis) from infra/scripts/test.mjs.
const swc = {
  sourceMaps: true,
  module: { type: 'es6', resolveFully: false },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};
// Two dependencies of Fastify are CommonJS-looking ES modules that Jest must be shown as such.
const esmDependencies = 'cookie|content-disposition';

export default {
  testEnvironment: 'node',
  // Real databases and browsers on a busy machine: a limit against hanging, not a statement about speed.
  testTimeout: 120_000,
  testMatch: ['<rootDir>/{apps,libs,infra,test}/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/test/e2e/'],
  modulePathIgnorePatterns: ['/dist/'],
  testSequencer: '<rootDir>/infra/scripts/services-first.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { swcrc: false, ...swc }],
    [`/node_modules/(${esmDependencies})/.+\\.m?js$`]: [
      '@swc/jest',
      { swcrc: false, jsc: { target: 'es2022', parser: { syntax: 'ecmascript' } } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmDependencies})/)`],
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
};
