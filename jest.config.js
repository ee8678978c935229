/** @type {import('jest').Config} */
export default {
  // For the one that hangs: how long the others take is the machine's mood.
  testTimeout: 120_000,
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/__tests__/compat/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/', '<rootDir>/__tests__/compat/'],
  transform: {
    '\\.ts$': [
      'ts-jest',
      {
        tsconfig: { module: 'commonjs', moduleResolution: 'bundler', verbatimModuleSyntax: false },
      },
    ],
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^otel-session-trace$': '<rootDir>/src/index.ts',
  },
  // The register hook runs in child processes only (__tests__/register), which coverage does not see.
  collectCoverageFrom: [
    'src/**/*.ts',
    '!src/register.ts',
    '!src/register/esm-door.ts',
    '!src/register/respawn.ts',
  ],
  coverageThreshold: { global: { statements: 95, branches: 90, functions: 95, lines: 95 } },
};
