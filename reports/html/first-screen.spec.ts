import { expect } from '@playwright/test';
import { rowOf, test, urlOf, wrong } from '../../dev/testing/report-pages.ts';

test('says the verdict first, in plain words', async ({ page }) => {
  await page.goto(urlOf('failing'));
  await expect(page.locator('h1')).toHaveText('No: 18 failures');
  await expect(page.getByText('does not offer: dynamic client registration')).toBeVisible();
  await page.goto(urlOf('green'));
  await expect(page.locator('h1')).toHaveText('Yes: conformant');
  await expect(page.locator('#fix-first')).toHaveCount(0);
});

test('the first screen says whether, what first and who', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(urlOf('failing'));
  await expect(page.locator('.question')).toHaveText('May this be released?');
  const [first, who] = await page.locator('.next > div').all();
  await expect(first!).toBeInViewport({ ratio: 1 });
  await expect(first!).toContainText('What first');
  await expect(first!.locator('a')).toHaveText((await page.locator('.fix .what').first().textContent())!);
  await expect(who!).toBeInViewport({ ratio: 1 });
  await expect(who!.locator('a')).toHaveText(await page.locator('.act > h3').evaluateAll(actorsAndCauses));
  await who!.locator('a').last().click();
  await expect(page.locator('.act').last().locator('h3')).toBeInViewport();
});

/** "The gateway 5", of a heading that counts results, too. */
const actorsAndCauses = (headings: Element[]) =>
  headings.map((heading) => heading.textContent!.replace(/ causes?,.*/, '').trim());

test('causes stand below who must act', async ({ page }) => {
  await page.goto(urlOf('failing'));
  const [server, gateway] = [page.locator('#act-authorization-server'), page.locator('#act-gateway')];
  await expect(server.locator('.what', { hasText: 'A code is not redeemed with another verifier' })).toHaveCount(1);
  const count = await gateway.locator('.fix').count();
  await expect(gateway.locator('h3')).toContainText(`${count} causes`);
  expect(await page.locator('.act .fix').count()).toBe(await page.locator('#fix-first .fix').count());
});

test('what changed since an earlier run is said at the head, listed, and marked on each line', async ({ page }) => {
  await page.goto(urlOf('compared'));
  const changed = page.locator('.next > div').last();
  await expect(changed).toContainText('What changed');
  for (const kind of ['newly failing', 'mended', 'no longer judged']) {
    await expect(changed.locator('a', { hasText: kind })).toBeInViewport();
    await expect(page.locator('#since h3', { hasText: kind })).toHaveCount(1);
  }
  await expect(rowOf(page, wrong).locator('> summary .change')).toHaveText('newly failing');
  await changed.locator('a', { hasText: 'mended' }).click();
  await expect(page.locator('#since')).toHaveAttribute('open', '');
  const mended = page.locator('#since h3', { hasText: 'mended' }).locator('+ ul a').first();
  await mended.click();
  await expect(page.locator('.result.target .change')).toHaveText('mended');
  await page.locator('#search').fill('newly failing');
  expect(await page.locator('.row:visible').count()).toBe(
    await page.locator('.row > summary .change.worse', { hasText: 'newly failing' }).count(),
  );
  await page.goto(urlOf('failing'));
  await expect(page.locator('#since, .change')).toHaveCount(0);
});

test('one URL in two eras lacks things once, and its targets have no profile', async ({ page }) => {
  await page.goto(urlOf('oneUrl'));
  await expect(page.locator('#not-offered p')).toHaveCount(1);
  await expect(page.locator('.matrix thead button')).toHaveText([
    'no profile given2025-11-25',
    'no profile given2026-07-28',
  ]);
  await expect(page.locator('#column option').nth(1)).toHaveText('no profile given · 2025-11-25');
  await expect(page.locator('.affected a').first()).toContainText('no profile given · 2025-11-25');
});

test('a finding links to its result, with expected, seen, remedy and the picture', async ({ page }) => {
  await page.goto(urlOf('failing'));
  await page.locator('.fix h4 a', { hasText: 'Not met: A code is not redeemed with another verifier' }).click();
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
  await page.goto(urlOf('stopped'));
  await expect(page.locator('h1')).toHaveText('Not known: nobody can sign in');
  const first = page.locator('.fix').first();
  await expect(first.locator('h4')).toContainText('Nobody can sign in');
  await expect(first).toContainText('the page “Sorry”');
  await first.locator('summary').click();
  await first.locator('.affected a').first().click();
  await expect(page.locator('.row[open] .result').first()).toBeInViewport();
});

test('a run that saw too little shows the lines that would help, and they can be copied', async ({ page }) => {
  await page.goto(urlOf('wanting'));
  await expect(page.locator('h1')).toHaveText('Not known: nothing failed, but too little could be judged');
  await expect(page.locator('#about')).toHaveAttribute('open', '');
  await expect(page.locator('#about')).toContainText('access tokens');
  await expect(page.locator('.yaml pre')).toHaveText('users:\n  - username: trader@example.com');
  await page.locator('.copy').click();
  await expect(page.locator('.copy')).toHaveText(/Copied|Selected/);
  expect(await page.evaluate(() => getSelection()!.toString())).toContain('username: trader@example.com');
});
