/** @type {import('jest').Config} */
const transform = {
  '^.+\\.[cm]?[jt]s$': [
    '@swc/jest',
    {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs', ignoreDynamic: true },
    },
  ],
};
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform,
  // jose ships ES modules only; everything else in node_modules is left as it is.
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.wangshu/'],
  globalSetup: '<rootDir>/test/support/jest/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/jest/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/jest/summary-reporter.js'],
  // All cores: Jest's own choice leaves one free, which on two cores is half the machine.
  maxWorkers: '100%',
  // The first test of a run that asks for a database waits for the server and the migrations.
  testTimeout: 30_000,
};
