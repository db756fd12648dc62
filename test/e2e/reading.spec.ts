import type { Board } from '@tandem/contracts/board';
import type { Page } from '@playwright/test';
import { signIn } from '../product/sign-in.js';
import { expect, keyResultRows, settled, test, watch } from './stage.js';

const firstMetric = async (demo: { get<T>(path: string): Promise<T> }) => {
  const { goals } = await demo.get<Board>('/api/v1/board');
  const keyResult = goals[0]?.keyResults[0];
  if (!keyResult) throw new Error('The demo has key results.');
  return keyResult.metric;
};

test('the chart is read by keys: the crosshair moves, and what it stands on is said', async ({ page, demo }) => {
  const { key } = await firstMetric(demo);
  await page.goto(`/metrics/${key}`);
  await settled(page);
  const chart = page.getByRole('group', { name: /over time\. Arrow keys/ });
  const figure = page.locator('figure').filter({ has: chart });
  const spoken = figure.locator('[aria-live="polite"]');
  const crosshair = figure.locator('circle[r="4.5"]');
  const press = async (keys: string) => {
    await chart.press(keys);
    const sentence = (await spoken.textContent()) ?? '';
    return { sentence, x: Number(await crosshair.getAttribute('cx')) };
  };
  await chart.focus();
  await expect(spoken).toHaveText('');
  await expect(crosshair).toHaveCount(0);
  const last = await press('ArrowLeft');
  expect(last.sentence).toMatch(/\d/);
  const dayBefore = await press('ArrowLeft');
  expect(dayBefore.x).toBeLessThan(last.x);
  expect(dayBefore.sentence).not.toBe(last.sentence);
  const weekBefore = await press('Shift+ArrowLeft');
  expect(dayBefore.x - weekBefore.x).toBeGreaterThan(3 * (last.x - dayBefore.x));
  const first = await press('Home');
  expect(first.x).toBeLessThan(weekBefore.x);
  expect(await press('ArrowRight')).not.toEqual(first);
  await press('End');
  await expect(spoken).not.toHaveText('');
  await chart.press('Escape');
  await expect(spoken).toHaveText('');
  await expect(crosshair).toHaveCount(0);
});

test('a page change leads the focus to its beginning, and the first tab stop leads past the navigation', async ({
  page,
  demo,
}) => {
  const { title } = await firstMetric(demo);
  await page.goto('/board');
  await settled(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.getByRole('link', { name: title, exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page.locator('main')).toBeFocused();
});

/** Everything that a page says, without how long ago things were. */
async function saidBy(page: Page): Promise<string> {
  const text = await page.locator('main').innerText();
  return text.replace(/\b(\d+\s+(s|min|h|d|seconds?|minutes?|hours?|days?)|less than a minute)( ago)?\b/g, '…');
}

test('a link shows the same numbers to everybody who opens it, whatever they looked at before', async ({
  page,
  browser,
  demo,
  quiet,
}) => {
  const { key } = await firstMetric(demo);
  const asOf = encodeURIComponent(new Date().toISOString());
  const addresses = [
    `/board?asOf=${asOf}`,
    `/board?status=atRisk`,
    `/metrics/${key}?grain=week`,
    `/metrics/${key}?cmp=none&asOf=${asOf}`,
    `/goals?asOf=${asOf}`,
    '/sources',
  ];
  const other = await browser.newContext({ baseURL: demo.url, colorScheme: 'dark', timezoneId: 'America/New_York' });
  watch(other, quiet);
  await signIn(other, demo);
  try {
    const second = await other.newPage();
    for (const address of addresses) {
      await page.goto(address);
      await settled(page);
      const said = await saidBy(page);
      expect(said).toMatch(/\d/);
      await second.goto(address);
      await settled(second);
      expect(await saidBy(second)).toBe(said);
      await expect(page).toHaveURL(`${demo.url}${address}`);
    }
  } finally {
    await other.close();
  }
});

test('there is one board: both owners stand beside each goal, and nothing chooses a department', async ({
  page,
  demo,
}) => {
  await page.goto('/board');
  await expect(keyResultRows(page)).toHaveCount(7);
  await expect(page.getByText('Marketing and IT see this same page')).toBeVisible();
  const { goals } = await demo.get<Board>('/api/v1/board');
  for (const { owners } of goals) {
    for (const owner of [owners.marketing, owners.it]) {
      await expect(page.getByText(owner?.name ?? 'no owner').first()).toBeVisible();
    }
  }
  const choices = await page.locator('select, [role="tab"], nav a').allTextContents();
  expect(choices.join(' ')).not.toMatch(/department|marketing view|IT view/i);
});

test('what the page shows is what the API says, digit by digit', async ({ page, demo }) => {
  await page.goto('/board');
  await expect(keyResultRows(page)).toHaveCount(7);
  const { goals } = await demo.get<Board>('/api/v1/board');
  for (const { keyResults } of goals) {
    for (const { metric, current } of keyResults) {
      const row = keyResultRows(page).filter({ has: page.getByRole('link', { name: metric.title, exact: true }) });
      const cells = await row.locator('td').allInnerTexts();
      const shown = cells.map((cell) => cell.replace(/[,\u202f]/g, '').split('\n')[0]);
      expect(shown.some((cell) => cell?.startsWith(String(current.value)))).toBe(true);
    }
  }
});
