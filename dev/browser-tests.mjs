// Runs the browser tests in a real Chromium, and installs one where there is none. It never skips them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './find-chromium.mjs';

const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;

const install = () => {
  const isDebian = existsSync('/etc/debian_version');
  const isRoot = process.getuid?.() === 0;
  console.log('No Chromium found; installing one for the browser tests.');
  if (isDebian && isRoot) {
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
  }
  if (!findChromium()) run('npx', ['playwright', 'install', 'chromium']);
};

if (!findChromium()) install();
if (!findChromium()) {
  console.error(
    'The browser tests need Chromium or Chrome, and none could be installed. Install one (on Debian: apt-get install chromium; ' +
      'elsewhere: npx playwright install chromium), or put the path of an installed one into OPENBELL_CHROMIUM.',
  );
  process.exit(1);
}
process.exit(run('npx', ['playwright', 'test', ...process.argv.slice(2)]));
