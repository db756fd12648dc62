import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { signIn } from '../product/sign-in.js';
import { createDatabase, startProduct, type Product } from '../product/start-product.js';
import { keyResultRows } from './stage.js';

const size = { metrics: 160, goals: 32, days: 60 };
const filler = path.resolve(import.meta.dirname, '../bench/large-workspace.mjs');

let product: Product;
let database: Awaited<ReturnType<typeof createDatabase>>;

test.beforeAll(async () => {
  database = await createDatabase();
  const { metrics, goals, days } = size;
  await promisify(execFile)(process.execPath, [filler, database.url, `${metrics}`, `${goals}`, `${days}`]);
  product = await startProduct({ databaseUrl: database.url });
});
test.afterAll(async () => {
  await product.stop();
  await database.drop();
});
test.beforeEach(({ context }) => signIn(context, product));

test('a long board draws its rows when they come near, and all of them for paper', async ({ page }) => {
  await page.goto(`${product.url}/board`);
  const goals = page.locator('th[scope="rowgroup"]');
  await expect(goals).toHaveCount(size.goals);
  const atFirst = await keyResultRows(page).count();
  expect(atFirst).toBeGreaterThan(10);
  expect(atFirst).toBeLessThan(size.metrics);
  await goals.last().scrollIntoViewIfNeeded();
  await expect(page.locator('tbody').last().locator('th[scope="row"]')).toHaveCount(size.metrics / size.goals);
  await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
  await expect(page.locator('tbody th[scope="row"]')).toHaveCount(size.metrics);
});

test('a long catalogue does, and the palette finds what is not drawn', async ({ page }) => {
  await page.goto(`${product.url}/metrics`);
  const rows = page.locator('tbody th[scope="row"]');
  await expect(rows.first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(size.metrics);
  for (let turn = 0; turn < 40 && (await rows.count()) < size.metrics; turn += 1) {
    await page.mouse.wheel(0, 4_000);
    await page.waitForTimeout(50);
  }
  await expect(rows).toHaveCount(size.metrics);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('storefront fault market 4');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/metrics\/metric-\d+$/);
});

test('more rows than fit on a wall display come in turn, and never scroll', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(`${product.url}/board?kiosk=1&turn=1`);
  await expect(page.getByText(/\b1 of \d+/)).toBeVisible();
  const first = await page.locator('th[scope="rowgroup"]').first().innerText();
  expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThanOrEqual(1080);
  await expect(page.locator('th[scope="rowgroup"]').first()).not.toHaveText(first);
  await expect.poll(() => page.evaluate('document.documentElement.scrollHeight')).toBeLessThanOrEqual(1080);
  expect(await page.evaluate('document.getAnimations().length')).toBe(0);
});
