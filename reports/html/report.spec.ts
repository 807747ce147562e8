import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import {
  bigRun,
  failingRun,
  greenRun,
  hookedRun,
  hostileRun,
  oneUrlRun,
  stoppedRun,
  wantingRun,
} from '../../dev/testing/sample-run.ts';
import { toHtml } from './to-html.ts';

const folder = mkdtempSync(join(tmpdir(), 'openbell-report-'));
const write = (name: string, html: string) => {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, html);
  return pathToFileURL(file).href;
};
const payload = `"><img src=x onerror="window.broken=1"><script>window.broken=1</script>`;
const urls = {
  failing: write('failing', toHtml(failingRun())),
  green: write('green', toHtml(greenRun())),
  hostile: write('hostile', toHtml(hostileRun(payload))),
  hooked: write('hooked', toHtml(hookedRun())),
  oneUrl: write('one-url', toHtml(oneUrlRun())),
  big: write('big', toHtml(bigRun())),
  stopped: write('stopped', toHtml(stoppedRun())),
  wanting: write('wanting', toHtml(wantingRun())),
};
// Not afterAll: a worker that runs tests in parallel ends a group more than once.
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Every page of this file must stay silent: no request but for itself, no error, no word on the console. */
const test = base.extend<{ noise: string[] }>({
  noise: [
    async ({ page }, use) => {
      const noise: string[] = [];
      page.on('console', (message) => noise.push(`console: ${message.text()}`));
      page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
      page.on('request', (request) => {
        if (request.resourceType() !== 'document' || !request.url().startsWith('file:')) noise.push(request.url());
      });
      await use(noise);
      expect(noise).toEqual([]);
    },
    { auto: true },
  ],
});

const wrong = 'check-pkce/refuses-a-wrong-verifier';
const slash = 'journey-redirect-uri-mismatch/the-key-was-saved-with-a-trailing-slash';
const visibleRows = (page: Page) => page.locator('.row:visible');
const rowOf = (page: Page, id: string) => page.locator(`[id="${id}"]`);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.closest('.row')?.id);

test('says the verdict first, in plain words', async ({ page }) => {
  await page.goto(urls.failing);
  await expect(page.locator('h1')).toHaveText('18 failures');
  await expect(page.getByText('does not offer: dynamic client registration')).toBeVisible();
  await page.goto(urls.green);
  await expect(page.locator('h1')).toHaveText('Conformant');
  await expect(page.locator('#fix-first')).toHaveCount(0);
});

test('one URL in two eras lacks things once, and its targets have no profile', async ({ page }) => {
  await page.goto(urls.oneUrl);
  await expect(page.locator('#not-offered p')).toHaveCount(1);
  await expect(page.locator('.matrix thead button')).toHaveText([
    'no profile given2025-11-25',
    'no profile given2026-07-28',
  ]);
  await expect(page.locator('#column option').nth(1)).toHaveText('no profile given · 2025-11-25');
  await expect(page.locator('.affected a').first()).toContainText('no profile given · 2025-11-25');
});

test('a finding links to its result, with expected, seen, remedy and the picture', async ({ page }) => {
  await page.goto(urls.failing);
  await page.locator('.fix h3 a', { hasText: 'Not met: A code is not redeemed with another verifier' }).click();
  const row = rowOf(page, wrong);
  await expect(row).toHaveAttribute('open', '');
  const result = row.locator('.result').first();
  await expect(result).toBeInViewport();
  await expect(result.locator('.compared')).toContainText('HTTP 200 and an access token');
  await expect(row.locator('.remedy')).toContainText('Hash the verifier');
  await expect(result.locator('.flow svg')).toBeVisible();
  await expect(result.locator('.flow')).toContainText('broke here');
});

test('what nobody gets past is said once and first, and unfolds what it blocks', async ({ page }) => {
  await page.goto(urls.stopped);
  await expect(page.locator('h1')).toHaveText('Nobody can sign in');
  const first = page.locator('.fix').first();
  await expect(first.locator('h3')).toContainText('Nobody can sign in');
  await expect(first).toContainText('the page “Sorry”');
  await first.locator('summary').click();
  await first.locator('.affected a').first().click();
  await expect(page.locator('.row[open] .result').first()).toBeInViewport();
});

test('a run that saw too little shows the lines that would help, and they can be copied', async ({ page }) => {
  await page.goto(urls.wanting);
  await expect(page.locator('h1')).toHaveText('Nothing failed, but too little could be judged');
  await expect(page.locator('#about')).toHaveAttribute('open', '');
  await expect(page.locator('#about')).toContainText('access tokens');
  await expect(page.locator('.yaml pre')).toHaveText('users:\n  - username: trader@example.com');
  await page.locator('.copy').click();
  await expect(page.locator('.copy')).toHaveText(/Copied|Selected/);
  expect(await page.evaluate(() => getSelection()!.toString())).toContain('username: trader@example.com');
});

test('an exchange looks the same as evidence and in the wire log', async ({ page }) => {
  await page.goto(`${urls.failing}#${wrong}`);
  const pieces = (line: Locator) =>
    line.locator('summary > :not(.tag)').evaluateAll((all) => all.map((one) => `${one.className} ${one.textContent}`));
  const evidence = rowOf(page, wrong).locator('.x').first();
  const number = await evidence.getAttribute('data-exchange');
  const asEvidence = await pieces(evidence);
  await page.goto(`${urls.failing}#exchange-${number}`);
  const logged = page.locator(`#exchange-${number}`);
  await expect(logged.locator('.sides')).toBeVisible();
  expect(await pieces(logged)).toEqual(asEvidence);
});

test('search finds words, ids, clauses and what was seen', async ({ page }) => {
  await page.goto(urls.failing);
  const all = await visibleRows(page).count();
  for (const [words, id] of [
    ['stolen verifier nothing', undefined],
    ['another verifier', wrong],
    ['oauth21/pkce-wrong-verifier', wrong],
    ['an access token', wrong],
  ] as const) {
    await page.locator('#search').fill(words);
    await expect(visibleRows(page)).toHaveCount(id ? 1 : 0);
    if (id) await expect(rowOf(page, id)).toBeVisible();
  }
  await page.locator('#search').fill('no such words');
  await expect(page.locator('#none')).toBeVisible();
  await page.locator('#none button').click();
  await expect(visibleRows(page)).toHaveCount(all);
});

test('filters by verdict, target, level and exercise, and says how many are left', async ({ page }) => {
  await page.goto(urls.failing);
  const counted = async () => Number((await page.locator('#shown').textContent())!.split(' ')[0]);
  await page.locator('.chip', { hasText: 'warn' }).click();
  await expect(visibleRows(page)).toHaveCount(1);
  await page.locator('#column').selectOption('2');
  await expect(visibleRows(page)).toHaveCount(0);
  await page.locator('.tools .reset').click();
  await page.locator('#level').selectOption('SHOULD');
  expect(await visibleRows(page).count()).toBe(await counted());
  await page.locator('#level').selectOption('journey');
  await page.locator('#exercise').selectOption('revocation');
  await expect(visibleRows(page)).toHaveCount(1);
});

test('a cell of the map filters to its exercise and target', async ({ page }) => {
  await page.goto(urls.failing);
  await page.locator('.cell[data-exercise="pkce"][data-column="0"]').click();
  await expect(page.locator('#column')).toHaveValue('0');
  await expect(page.locator('.exercise:visible')).toHaveCount(1);
  await page.locator('.count', { hasText: 'blocked' }).click();
  await expect(page.locator('.chip[aria-pressed="true"]')).toHaveText(/blocked/);
});

test('deep links open what they point to: a row, a result, an exchange of the log', async ({ page }) => {
  const passing = 'check-wire/keeps-ids';
  await page.goto(`${urls.failing}#${passing}@1-2026-07-28`);
  await expect(page.locator(`[id="${passing}@1-2026-07-28"]`)).toBeInViewport();
  await page.goto(`${urls.failing}#exchange-250`);
  await expect(page.locator('#exchange-250')).toBeInViewport();
  await expect(page.locator('#exchange-250')).toContainText('in the wire log');
  await page.goto(`${urls.failing}#${wrong}`);
  await expect(rowOf(page, wrong).locator('summary').first()).toBeInViewport();
  await page.goto(`${urls.failing}#no-such-id`);
});

test('the second era of one URL has the address that the docs give', async ({ page }) => {
  await page.goto(`${urls.oneUrl}#${wrong}@1-2026-07-28`);
  await expect(page.locator(`[id="${wrong}@1-2026-07-28"]`)).toBeInViewport();
});

test('an address whose result is not in the run leads to its line', async ({ page }) => {
  for (const id of [wrong, 'check-wire/keeps-ids']) {
    await page.goto(`${urls.oneUrl}#${id}@0-2026-07-28`);
    await expect(rowOf(page, id)).toHaveAttribute('open', '');
    await expect(rowOf(page, id).locator('> summary')).toBeInViewport();
    await expect(rowOf(page, id).locator('> summary')).toBeFocused();
  }
  await page.goto(`${urls.oneUrl}#${slash}s`);
  await expect(rowOf(page, slash)).not.toHaveAttribute('open');
});

test('the address follows the row that is opened, and leads back to it', async ({ page }) => {
  await page.goto(urls.failing);
  await rowOf(page, wrong).locator('> summary').click();
  await expect.poll(() => page.url()).toContain(`#${wrong}`);
  await page.reload();
  await expect(rowOf(page, wrong)).toHaveAttribute('open', '');
});

test('a link to a row that a filter hides shows it again', async ({ page }) => {
  await page.goto(urls.failing);
  await page.locator('#search').fill('no such words');
  await page.locator('.fix h3 a').first().click();
  await expect(page.locator('.row[open]')).toBeVisible();
});

test('evidence is one click away, laid out for reading', async ({ page }) => {
  await page.goto(`${urls.failing}#${wrong}`);
  const exchange = rowOf(page, wrong).locator('.x').first();
  await expect(exchange.locator('.finding')).toBeVisible();
  await exchange.locator('summary').click();
  await expect(exchange).toContainText('grant_type = authorization_code');
  await expect(exchange).toContainText('"expires_in": 3600');
  await expect(exchange).toContainText('Bearer [token 4f1c]');
});

test('an exchange without an answer says why', async ({ page }) => {
  await page.goto(`${urls.failing}#exchange-5`);
  await expect(page.locator('#exchange-5')).toContainText('no answer within 10 s');
});

test('the keyboard is enough', async ({ page }) => {
  await page.goto(urls.failing);
  await page.keyboard.press('/');
  await expect(page.locator('#search')).toBeFocused();
  await page.keyboard.type('audience');
  await page.keyboard.press('Enter');
  const [first, second] = await visibleRows(page).evaluateAll((rows) => rows.map((row) => row.id));
  expect(await focused(page)).toBe(first);
  await page.keyboard.press('j');
  expect(await focused(page)).toBe(second);
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe(first);
  await page.keyboard.press('Enter');
  await expect(rowOf(page, first!)).toHaveAttribute('open', '');
  await page.keyboard.press('Escape');
  await expect(rowOf(page, first!)).not.toHaveAttribute('open');
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await expect(page.locator('#search')).toHaveValue('');
  await page.keyboard.press('n');
  expect(await focused(page)).toMatch(/pkce/);
  await page.keyboard.press('?');
  await expect(page.locator('#help')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('#help')).toBeHidden();
});

for (const [width, height] of [
  [1280, 900],
  [400, 800],
] as const)
  test(`what the keys lead to is inside a window of ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto(urls.big);
    for (const key of ['n', 'n', 'n', 'j', 'k']) {
      await page.keyboard.press(key);
      await expect(page.locator('.row > summary:focus')).toBeInViewport({ ratio: 1 });
    }
  });

test('focus can be seen', async ({ page }) => {
  await page.goto(urls.failing);
  await page.keyboard.press('j');
  const style = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
  expect(style).toBe('solid');
});

test('the theme follows the system, and can be chosen', async ({ page }) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(urls.failing);
  const light = await ground();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.keyboard.press('t');
  await expect(page.locator('#theme')).toHaveText('Theme: light');
  expect(await ground()).toBe(light);
});

test('clauses without a check are named, with those that are covered', async ({ page }) => {
  await page.goto(`${urls.failing}#no-check-yet`);
  await expect(page.locator('#no-check-yet')).toContainText('rfc9700/state-invalidated');
  await page.locator('#covered > summary').click();
  await page.locator('#covered a', { hasText: 'wire/keeps-ids' }).first().click();
  await expect(rowOf(page, 'check-wire/keeps-ids')).toHaveAttribute('open', '');
});

test('a phone scrolls in one direction only', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${urls.failing}#${wrong}`);
  await rowOf(page, wrong).locator('.x > summary').first().click();
  const widths = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1]!);
  const { height } = (await page.locator('.top .name').boundingBox())!;
  expect(height).toBeLessThan(32);
});

test('the picture of five parties fits a desk', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${urls.hooked}#${slash}`);
  const flow = rowOf(page, slash).locator('.flow').first();
  await expect(flow.locator('.party')).toHaveCount(5);
  const [wide, seen] = await flow.evaluate((box) => [box.scrollWidth, box.clientWidth]);
  expect(wide).toBeLessThanOrEqual(seen!);
  const outside = await flow.locator('svg').evaluate((svg) => {
    const edge = svg.getBoundingClientRect();
    const ends = [...svg.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
    return ends.filter(({ left, right }) => left < edge.left || right > edge.right).length;
  });
  expect(outside).toBe(0);
});

test('where the picture does not fit, its edge is in shadow and the keyboard scrolls it', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await page.goto(`${urls.hooked}#${slash}`);
  const flow = rowOf(page, slash).locator('.flow').first();
  await flow.locator('svg').evaluate((svg) => {
    svg.style.visibility = 'hidden';
  });
  // Without the drawing, what differs between the ends are the shadows.
  const look = async () => (await flow.screenshot()).toString('base64');
  const atStart = await look();
  await flow.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => flow.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
  await flow.evaluate((box) => box.scrollTo({ left: box.scrollWidth, behavior: 'instant' }));
  expect(await look()).not.toBe(atStart);
});

test('print opens what needs attention', async ({ page }) => {
  await page.goto(urls.failing);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await expect(rowOf(page, wrong).locator('.compared').first()).toBeVisible();
  await expect(page.locator('.tools')).toBeHidden();
});

test('hostile answers stay text', async ({ page }) => {
  await page.goto(urls.hostile);
  const openAll = () =>
    page.evaluate(() => {
      for (const line of document.querySelectorAll('details')) line.open = true;
    });
  await openAll();
  await expect(page.locator('#exchange-300')).toBeAttached();
  await openAll();
  await expect(page.locator('#exchange-300 .sides')).toBeAttached();
  expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  await expect(page.locator('img')).toHaveCount(0);
});

const openOneOfEach = async (page: Page) => {
  await page.goto(`${urls.failing}#${wrong}`);
  await rowOf(page, wrong).locator('.x > summary').first().click();
  await rowOf(page, slash).locator('> summary').click();
  await page.locator('#no-check-yet > summary').click();
  await page.locator('.log > summary').first().click();
  await expect(page.locator('#exchange-1')).toBeVisible();
};

test('axe finds nothing', async ({ page }) => {
  await openOneOfEach(page);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([]);
});

test('axe finds enough contrast in the dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openOneOfEach(page);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withRules('color-contrast').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([]);
});

test('axe finds nothing in the help', async ({ page }) => {
  await page.goto(urls.green);
  await page.keyboard.press('?');
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map((violation) => violation.id)).toEqual([]);
});

test('a thousand results can be searched and opened', async ({ page }) => {
  await page.goto(urls.big);
  await page.locator('#search').fill('keeps-ids-3');
  await expect(visibleRows(page)).toHaveCount(1);
  await visibleRows(page).locator('> summary').click();
  await expect(visibleRows(page).locator('.result')).toHaveCount(4);
});
