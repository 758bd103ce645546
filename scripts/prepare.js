// Runs at the end of `npm ci` in a checkout: builds the GraphiQL page, so that nothing is fetched or built later.
// A production install has no Vite and needs none: the page comes with the build then.
const { spawnSync } = require('node:child_process');

try {
  require.resolve('vite/package.json');
} catch {
  console.log('wangshu: Vite is not installed, the GraphiQL page is left as it is');
  process.exit(0);
}
const result = spawnSync('npm', ['run', '--silent', 'build:console', '--', '--logLevel', 'warn'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(result.status ?? 1);
