import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const places = [
  process.env.OPENBELL_CHROMIUM,
  process.env.CHROME_PATH,
  chromium.executablePath(),
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The Chromium that the browser tests drive: the first that exists of OPENBELL_CHROMIUM, CHROME_PATH, Playwright's own, and
 * the usual places of an installed one.
 * @returns {string | undefined}
 */
export const findChromium = () => places.find((place) => place && existsSync(place));
