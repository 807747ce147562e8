import { expect, type Locator } from '@playwright/test';
import { rowOf, slash, test, urlOf, wrong } from '../../dev/testing/report-pages.ts';

test('an exchange looks the same as evidence and in the wire log', async ({ page }) => {
  await page.goto(`${urlOf('failing')}#${wrong}`);
  const pieces = (line: Locator) =>
    line.locator('summary > :not(.tag)').evaluateAll((all) => all.map((one) => `${one.className} ${one.textContent}`));
  const evidence = rowOf(page, wrong).locator('.x').first();
  const number = await evidence.getAttribute('data-exchange');
  const asEvidence = await pieces(evidence);
  await page.goto(`${urlOf('failing')}#exchange-${number}`);
  const logged = page.locator(`#exchange-${number}`);
  await expect(logged.locator('.sides')).toBeVisible();
  expect(await pieces(logged)).toEqual(asEvidence);
});

test('evidence is one click away, laid out for reading', async ({ page }) => {
  await page.goto(`${urlOf('failing')}#${wrong}`);
  const exchange = rowOf(page, wrong).locator('.x').first();
  await expect(exchange.locator('.finding')).toBeVisible();
  await exchange.locator('summary').click();
  await expect(exchange).toContainText('grant_type = authorization_code');
  await expect(exchange).toContainText('"expires_in": 3600');
  await expect(exchange).toContainText('Bearer [token 4f1c]');
});

test('an exchange without an answer says why', async ({ page }) => {
  await page.goto(`${urlOf('failing')}#exchange-5`);
  await expect(page.locator('#exchange-5')).toContainText('no answer within 10 s');
});

test('clauses without a check are named, with those that are covered', async ({ page }) => {
  await page.goto(`${urlOf('failing')}#no-check-yet`);
  await expect(page.locator('#no-check-yet')).toContainText('rfc9700/state-invalidated');
  await page.locator('#covered > summary').click();
  await page.locator('#covered a', { hasText: 'wire/keeps-ids' }).first().click();
  await expect(rowOf(page, 'check-wire/keeps-ids')).toHaveAttribute('open', '');
});

test('the picture of five parties fits a desk', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${urlOf('hooked')}#${slash}`);
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
  await page.goto(`${urlOf('hooked')}#${slash}`);
  await rowOf(page, slash).locator('.picture > summary').first().click();
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

test('the point of the picture is the exchange that failed: its status, what was expected and what was seen', async ({
  page,
}) => {
  await page.goto(`${urlOf('failing')}#${wrong}`);
  const picture = rowOf(page, wrong).locator('.picture').first();
  await expect(picture.locator('summary')).toHaveText('Picture of the flow broke at POST /oauth/token: 200');
  await expect(picture.locator('.says.bad')).toHaveText('POST /oauth/token');
  await expect(picture.locator('.answer.bad')).toHaveText('200');
  await expect(picture.locator('text.point')).toHaveText([
    /^expected .*invalid_grant/,
    /^seen HTTP 200 and an access token/,
  ]);
});

test('a phone folds the picture, and says what it is about', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 900 });
  await page.goto(`${urlOf('failing')}#${wrong}`);
  const picture = rowOf(page, wrong).locator('.picture').first();
  await expect(picture.locator('.flow')).toBeHidden();
  await expect(picture.locator('summary')).toContainText('broke at POST /oauth/token: 200');
  await picture.locator('summary').click();
  await expect(picture.locator('.flow')).toBeVisible();
});

test('hostile answers stay text', async ({ page }) => {
  await page.goto(urlOf('hostile'));
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
