import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Breakdown, ObservationsAnswer } from '@tandem/contracts/metrics';
import { csvOf, exported } from './chart.js';
import { person } from './person.js';
import { accessible, expect, keyResultRows, settled, test } from './stage.js';

test.use({ set: 'metric' });

const key = 'service-level-attainment';
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Size of a picture and how many colours it has, as a browser reads it. */
function pictureOf(page: Page, png: Buffer): Promise<{ width: number; height: number; colours: number }> {
  return page.evaluate(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png.toString('base64')}';
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return { width: canvas.width, height: canvas.height, colours: new Set(pixels).size };
  })()`);
}

const chartOf = (page: Page) => page.getByRole('group', { name: /over time\. Arrow keys/ });
const panel = (page: Page, name: string) => page.locator(`section[aria-labelledby="${name}"]`);

test('the lanes hold what sources of both departments tell, and the crosshair reads it', async ({ page, demo }) => {
  await page.goto(`/metrics/${key}`);
  await settled(page);
  await expect(chartOf(page).getByText('no source tells of campaigns')).toHaveCount(1);
  const campaign = {
    key: 'autumn',
    title: 'Autumn launch',
    startsAt: `${day(-50)}T00:00:00Z`,
    endsAt: `${day(-20)}T00:00:00Z`,
  };
  const freeze = { key: 'end', title: 'Year end', startsAt: `${day(10)}T00:00:00Z`, endsAt: `${day(30)}T00:00:00Z` };
  await demo.post('/api/v1/push/campaign?source=servicenow', [campaign]);
  await demo.post('/api/v1/push/freeze?source=servicenow', [freeze]);
  await page.reload();
  await settled(page);
  await expect(chartOf(page).getByText('Autumn launch')).toHaveCount(1);
  await expect(chartOf(page).getByText('Year end')).toHaveCount(1);
  await chartOf(page).focus();
  await page.keyboard.press('End');
  const spoken = page
    .locator('figure')
    .filter({ has: chartOf(page) })
    .locator('[aria-live="polite"]');
  await expect(spoken).toContainText('IT: freeze, Year end from');
  for (let weeks = 0; weeks < 5; weeks += 1) await page.keyboard.press('Shift+ArrowLeft');
  await expect(spoken).toContainText('Marketing: Autumn launch');
});

test('on a phone the card of the crosshair stands above the drawing and hides none of it', async ({ page, demo }) => {
  expect(demo.url).toMatch(/^http/);
  await page.setViewportSize({ width: 390, height: 900 });
  await page.goto(`/metrics/${key}`);
  await settled(page);
  await chartOf(page).focus();
  await page.keyboard.press('Shift+ArrowLeft');
  const card = await page
    .locator('figure')
    .filter({ has: chartOf(page) })
    .locator('.absolute')
    .boundingBox();
  const drawing = await chartOf(page).boundingBox();
  expect(card?.width).toBeLessThanOrEqual(390);
  expect((card?.y ?? 0) + (card?.height ?? 0)).toBeLessThanOrEqual(drawing?.y ?? 0);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
});

test('notes of both departments stand numbered on the chart, seen by both, changed by their author only', async ({
  browser,
  demo,
  quiet,
}) => {
  const marketing = await person(browser, demo, quiet, {
    role: 'contributor',
    side: 'marketing',
    personId: 'digital-marketing',
  });
  const it = await person(browser, demo, quiet, { role: 'contributor', side: 'it', personId: 'service-operations' });
  const [ours, theirs] = [await marketing.newPage(), await it.newPage()];
  await ours.goto(`/metrics/${key}`);
  await ours.getByRole('button', { name: 'Annotate' }).click();
  const form = ours.getByRole('form', { name: 'Annotate the chart' });
  await form.getByLabel('Note').fill('The autumn campaign went live.');
  await form.getByLabel('About the day').fill(day(-30));
  await form.getByRole('button', { name: 'Put it on the chart' }).click();
  const onChart = (page: Page) => page.getByRole('list', { name: 'Notes on the chart' }).getByRole('listitem');
  await expect(onChart(ours)).toHaveText([/Note 1.*The autumn campaign went live\..*Marketing/]);

  // By the chart's own keys: the day under the crosshair is suggested.
  await theirs.goto(`/metrics/${key}`);
  await settled(theirs);
  await chartOf(theirs).focus();
  for (let weeks = 0; weeks < 8; weeks += 1) await theirs.keyboard.press('Shift+ArrowLeft');
  await theirs.keyboard.press('n');
  const second = theirs.getByRole('form', { name: 'Annotate the chart' });
  await expect(second.getByLabel('Note')).toBeFocused();
  await expect(second.getByLabel('About the day')).toHaveValue(/^\d{4}-\d\d-\d\d$/);
  await theirs.keyboard.type('Payment was down for an hour.');
  await second.getByRole('button', { name: 'Put it on the chart' }).click();
  await expect(onChart(theirs)).toHaveText([/Note 1.*Payment was down.*IT/, /Note 2.*campaign.*Marketing/]);

  // Marketing hears of it without asking, and answers below it.
  await expect(onChart(ours)).toHaveCount(2);
  const thread = panel(ours, 'notes');
  const said = thread.getByRole('listitem').filter({ hasText: 'Payment was down' }).first();
  await expect(said.getByRole('button', { name: 'Change' })).toHaveCount(0);
  await said.getByRole('button', { name: 'Answer' }).click();
  await said.getByRole('form', { name: 'Answer' }).getByLabel('Answer').fill('We paused the campaign meanwhile.');
  await said.getByRole('form', { name: 'Answer' }).getByRole('button', { name: 'Answer' }).click();
  await expect(panel(theirs, 'notes').getByText('We paused the campaign meanwhile.')).toBeVisible();

  const own = thread.getByRole('listitem').filter({ hasText: 'The autumn campaign went live.' }).first();
  await own.getByRole('button', { name: 'Change' }).click();
  // The form stands in place of what it changes.
  const changing = thread.getByRole('form', { name: 'Change' });
  await changing.getByLabel('Note').fill('The autumn campaign went live in two countries.');
  await changing.getByRole('button', { name: 'Save' }).click();
  await expect(onChart(theirs).nth(1)).toContainText('in two countries');
  await panel(theirs, 'notes').getByText('What it said before').click();
  await expect(
    panel(theirs, 'notes').getByText('The autumn campaign went live.', { exact: false }).first(),
  ).toBeVisible();
  await settled(theirs);
  // A row that the page's head half covers after scrolling is no small target.
  await theirs.evaluate('scrollTo(0, 0)');
  await accessible(theirs, 'a metric with notes');
  await theirs.close();
  await ours.close();
  for (const context of [marketing, it]) await context.close();
});

test('a note on a goal is seen by whoever opens it, on its day on the charts', async ({
  browser,
  page,
  demo,
  quiet,
}) => {
  const it = await person(browser, demo, quiet, { role: 'contributor', side: 'it', personId: 'platform-engineering' });
  const ours = await it.newPage();
  await page.goto('/board');
  await expect(keyResultRows(page)).toHaveCount(7);
  const goal = await page.locator('tbody th[scope="rowgroup"] a').first().getAttribute('href');
  await ours.goto(goal ?? '');
  const form = ours.getByRole('form', { name: 'Notes and comments' });
  await form.getByLabel('Note').fill('The new desk opens in January.');
  await form.getByRole('button', { name: 'Write for IT' }).click();
  const onChart = page.getByRole('list', { name: 'Notes on the chart' }).getByRole('listitem');
  await expect(panel(ours, 'notes').getByText('The new desk opens in January.')).toBeVisible();
  await form.getByLabel('Note').fill('The desk moved house.');
  await form.getByLabel('About the day').fill(day(-20));
  await form.getByRole('button', { name: 'Write for IT' }).click();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(goal ?? '');
    await expect(panel(page, 'notes').getByText('The new desk opens in January.')).toBeVisible();
    // One without a day is about the whole: it stands on no chart.
    await expect(onChart).toHaveText([/Note 1.*The desk moved house\..*IT/]);
    const figure = page
      .getByRole('figure')
      .filter({ has: page.getByRole('group', { name: /path and forecast\. Arrow keys/ }) })
      .first();
    const chart = figure.getByRole('group');
    await expect(chart.locator('circle + text')).toHaveText('1');
    const spoken = figure.locator('[aria-live="polite"]');
    await chart.focus();
    await page.keyboard.press('End');
    for (let days = 0; days < 40 && !(await spoken.textContent())?.includes('Note 1'); days += 1)
      await page.keyboard.press('ArrowLeft');
    await expect(spoken).toContainText(/Note 1, .*, IT: The desk moved house\./);
    await page.keyboard.press('Escape');
    await settled(page);
    await accessible(page, `a goal with notes, ${width}`);
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  }
  await page.getByRole('button', { name: 'View as table' }).first().click();
  await expect(page.getByRole('table').filter({ hasText: 'The desk moved house.' }).first()).toBeVisible();
  await it.close();
});

test('the chart is a table, a CSV with the digits of the API, and a picture of its size', async ({ page, demo }) => {
  await page.goto(`/metrics/${key}`);
  await settled(page);
  const width = await chartOf(page).evaluate((svg) => svg.getBoundingClientRect().width);
  const picture = await exported(panel(page, 'trend'), /PNG/);
  expect(picture.suggestedFilename()).toBe(`${key}-over-time.png`);
  const size = await pictureOf(page, await readFile(await picture.path()));
  expect(size.width).toBe((Math.round(width) + 32) * 2);
  expect(size.height).toBeGreaterThan(2 * 380);
  // Text, line, bands and lanes in the colours of the theme, and not an empty sheet.
  expect(size.colours).toBeGreaterThan(20);

  const range = { from: day(-60), to: day(-30) };
  await page.goto(`/metrics/${key}?from=${range.from}&to=${range.to}&view=table`);
  await settled(page);
  const answer = await demo.get<ObservationsAnswer>(
    `/api/v1/metrics/${key}/observations?from=${range.from}&to=${range.to}&window=7`,
  );
  // Below the days, which lead to their records, stands what is aimed at by the due day.
  const table = page.getByRole('table', { name: /over time/ });
  const rows = table.locator('tbody tr').filter({ has: page.getByRole('link') });
  await expect(rows).toHaveCount(answer.points.length);
  const shown = await rows.locator('td:nth-of-type(1)').allInnerTexts();
  expect(shown).toEqual(answer.points.map(({ value }) => (value === null ? '–' : `${value}%`)));
  const csv = await csvOf(await exported(panel(page, 'trend'), /CSV/));
  const parts = await exported(panel(page, 'breakdown'), /PNG/);
  expect(parts.suggestedFilename()).toMatch(new RegExp(`^${key}-by-.+\\.png$`));
  const drawn = await pictureOf(page, await readFile(await parts.path()));
  expect(drawn.width).toBe((720 + 32) * 2);
  expect(drawn.colours).toBeGreaterThan(20);
  expect(csv.map((row) => row['value'])).toEqual(answer.points.map(({ value }) => value));
  expect(new Set(csv.map((row) => row['definition_version']))).toEqual(new Set(['1']));
  expect(csv.every((row) => /^\d{4}-/.test(row['as_known_at'] ?? ''))).toBe(true);
});

test('a part of the time is chosen by keys, and by dragging; the address says which', async ({ page, demo }) => {
  await demo.get('/api/v1/setup');
  await page.goto(`/metrics/${key}`);
  await settled(page);
  await chartOf(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  for (let weeks = 0; weeks < 3; weeks += 1) await page.keyboard.press('Shift+ArrowRight');
  await expect(page.locator('[aria-live="polite"]').first()).toContainText('Enter shows this time');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/);
  await settled(page);
  await page.getByRole('button', { name: 'Show 13 weeks' }).click();
  await expect(page).not.toHaveURL(/from=/);
  await settled(page);
  const box = await chartOf(page).boundingBox();
  if (!box) throw new Error('The chart is drawn.');
  await page.mouse.move(box.x + 120, box.y + 120);
  await page.mouse.down();
  await page.mouse.move(box.x + 320, box.y + 130, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/);
});

test('the behaviour chart is read by keys, as a table and as a file', async ({ page, demo }) => {
  await demo.get('/api/v1/setup');
  await page.goto('/metrics/booking-conversion');
  await settled(page);
  const chart = page.getByRole('group', { name: /^Process behaviour chart/ });
  await chart.focus();
  await page.keyboard.press('End');
  const spoken = panel(page, 'behaviour').locator('[aria-live="polite"]');
  await expect(spoken).toContainText(/7 days to .*%.*(signal|ordinary variation)/);
  await page.keyboard.press('Escape');
  await expect(spoken).toHaveText('');
  const csv = await csvOf(await exported(panel(page, 'behaviour'), /CSV/));
  await panel(page, 'behaviour').getByRole('button', { name: 'View as table' }).click();
  await expect(page).toHaveURL(/behaviour=table/);
  const values = await panel(page, 'behaviour').locator('tbody td:nth-of-type(1)').allInnerTexts();
  expect(csv.map((row) => `${row['value']}%`)).toEqual(values);
});

test('a slice of the breakdown is shown alone, and its value leads to its records', async ({ page, demo }) => {
  const { slices } = await demo.get<Breakdown>(`/api/v1/metrics/${key}/breakdown?by=priority&order=contribution`);
  const [slice] = slices;
  if (!slice) throw new Error('The demo has slices.');
  await page.goto(`/metrics/${key}?by=priority`);
  await settled(page);
  // Its code and data come when it comes into the window, without moving what is seen.
  await expect(panel(page, 'breakdown').getByRole('table')).toHaveCount(0);
  await panel(page, 'breakdown').scrollIntoViewIfNeeded();
  const row = panel(page, 'breakdown').getByRole('row').filter({ hasText: slice.value });
  await row.getByRole('button', { name: slice.value }).click();
  await expect(page).toHaveURL(/slice=/);
  await expect(page.getByText('shown, not judged')).toBeVisible();
  await settled(page);
  await chartOf(page).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  const spoken = page
    .locator('figure')
    .filter({ has: chartOf(page) })
    .locator('[aria-live="polite"]');
  await expect(spoken).toContainText(`${slice.current.value}%`);
  await page.getByRole('button', { name: 'Show the whole' }).click();
  await expect(page).not.toHaveURL(/slice=/);
  await row.getByRole('link').click();
  await expect(page).toHaveURL(/\/records\?.*slice=/);
});

test('a followed metric stands first in the list and filters the board, for whoever follows it', async ({
  page,
  demo,
}) => {
  await demo.get('/api/v1/setup');
  await page.goto(`/metrics/${key}`);
  const follow = page.getByRole('button', { name: 'Follow', exact: true });
  // It stands there from the beginning, and can be used once it is known who follows.
  await expect(follow).toBeEnabled();
  await follow.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Followed' })).toHaveAttribute('aria-pressed', 'true');
  await page.goto('/metrics');
  await expect(page.getByRole('table', { name: 'All metrics' }).locator('tbody tr').first()).toContainText(
    'Service-level attainment',
  );
  await page.getByRole('button', { name: 'Followed only' }).click();
  await expect(page.getByRole('table', { name: 'All metrics' }).locator('tbody tr')).toHaveCount(1);
  await page.goto('/board?followed=only');
  await expect(page.getByText('Shown: key results on followed metrics only.')).toBeVisible();
  for (const name of await keyResultRows(page).locator('th').allInnerTexts()) {
    expect(name).toContain('Service-level attainment');
  }
  await settled(page);
  await accessible(page, 'the board of what is followed');
  await page.goto(`/metrics/${key}`);
  await expect(page.getByRole('button', { name: 'Followed' })).toBeEnabled();
  await page.getByRole('button', { name: 'Followed' }).focus();
  await page.keyboard.press('Enter');
  await expect(follow).toBeFocused();
});

for (const theme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`nothing of a metric is out of reach for anybody: ${theme}, ${width}`, async ({ page, demo }) => {
      await demo.get('/api/v1/setup');
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      for (const look of [
        '',
        '?view=table&behaviour=table',
        '?note=2026-11-01&grain=week',
        '?by=priority&slice=priority%3A3%20-%20Moderate',
      ]) {
        await page.goto(`/metrics/${key}${look}`);
        await settled(page);
        await page.mouse.move(5, 5);
        await expect(panel(page, 'breakdown').getByRole('table')).toBeVisible();
        await settled(page);
        await accessible(page, `${look} ${theme} ${width}`);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
    });
  }
}
