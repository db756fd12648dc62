import type { Page, Route } from '@playwright/test';
import type { Board } from '@tandem/contracts/board';
import { expect, onlyRefusals, settled, test } from './stage.js';
import { ofNothing } from './states-addresses.js';
import { everyAddress, speakForMarketing } from './states-stored.js';

test.use({ set: 'states' });
// Sixty addresses one after the other: a limit against hanging for all of them together. Nothing is changed here, and the longest file
// comes last, so its tests are shared by all workers, the longest first.
test.describe.configure({ timeout: 480_000, mode: 'parallel' });
test.beforeEach(({ stage, context }) => speakForMarketing(stage, context));

/** Every question to the API but the stream of events, which has an end of its own. */
const questions = /\/api\/v1\/(?!events)/;
const again = (page: Page) => page.getByRole('main').getByRole('button', { name: 'Try again' });
/** A wall display stands alone: nobody is there to go anywhere. */
const isWall = (address: string) => address.includes('kiosk');
const topOf = async (page: Page) => (await page.locator('h1').first().boundingBox())?.y;

/** What went wrong besides what was meant to. A form that is not filled in yet is refused by its preview, which it tells. */
const besides = (faults: string[], meant: RegExp) =>
  faults.splice(0).filter((fault) => !meant.test(fault) && !/\/preview$|\b400\b/.test(fault));

/** Words of programs in the midst of a page. */
async function programWords(page: Page): Promise<readonly string[]> {
  return (await page.locator('body').innerText()).match(/\b(undefined|NaN)\b|\[object/g) ?? [];
}

test('what was loaded stays without a network, says from when it is, and comes up to date by itself', async ({
  page,
  context,
  stage,
  quiet,
}) => {
  const tabs = [page, await context.newPage(), await context.newPage()];
  const all = await everyAddress(stage, context);
  // A wall display says in its midst that it hears nothing, the other pages above it.
  const words = async (tab: Page) => {
    const lines = (await tab.getByRole('main').innerText()).replaceAll(/\d+/g, '0').split('\n');
    return lines.filter((line) => line.trim() !== '' && !line.includes('has not been heard')).join('\n');
  };
  const found: object[] = [];
  for (let begin = 0; begin < all.length; begin += tabs.length) {
    const open = tabs.flatMap((tab, at) => {
      const address = all[begin + at];
      return address === undefined ? [] : [{ tab, address }];
    });
    for (const { tab, address } of open) {
      await tab.goto(address);
      await settled(tab);
    }
    const before = await Promise.all(open.map(({ tab }) => words(tab)));
    await context.route(questions, (route) => route.abort());
    await context.setOffline(true);
    for (const [at, { tab, address }] of open.entries()) {
      await expect(tab.getByText(/has not been heard since \d\d:\d\d/)).toBeVisible();
      if ((await words(tab)) !== before[at]) found.push({ address, without: await words(tab), before: before[at] });
    }
    // The stream of events is heard again, and what it brings cannot be asked for yet.
    await context.setOffline(false);
    for (const { tab, address } of open) {
      await expect(tab.getByText(/has not been heard since/)).toHaveCount(0);
      const old = tab.getByText(/Could not be refreshed: .*\. Shown is the answer of \d\d:\d\d/).first();
      const said = await old.waitFor({ timeout: 20_000 }).then(
        () => true,
        () => false,
      );
      if (!said || (await tab.locator('h1').count()) !== 1) found.push({ address, said });
    }
    await context.unroute(questions);
    for (const { tab } of open) await expect(tab.getByText('Could not be refreshed')).toHaveCount(0);
  }
  expect(besides(quiet, /net::ERR_/)).toEqual([]);
  expect(found).toEqual([]);
});

test('while the server takes its time, every page shows its name and holds the place of what comes', async ({
  page,
  context,
  stage,
  quiet,
}) => {
  const all = await everyAddress(stage, context);
  await page.setViewportSize({ width: 390, height: 900 });
  const held: (() => void)[] = [];
  let isHeld = true;
  await page.route(questions, async (route: Route) => {
    if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
    await route.continue();
  });
  const found: object[] = [];
  for (const address of all) {
    isHeld = true;
    await page.goto(address);
    // Before that the code of the page is on its way, which nobody holds back here.
    await expect(page.locator('main h1').first()).toBeVisible();
    await expect.poll(() => held.length).toBeGreaterThan(0);
    const look = {
      address,
      name: await page.locator('h1').count(),
      busy: (await page.locator('main [aria-busy="true"]').count()) > 0,
      words: await programWords(page),
    };
    const before = look.name > 0 ? await topOf(page) : undefined;
    isHeld = false;
    for (const release of held.splice(0)) release();
    await settled(page);
    const after = await topOf(page);
    const ok = look.name === 1 && look.busy && look.words.length === 0 && before === after;
    const words = await programWords(page);
    if (!ok || words.length > 0) found.push({ ...look, before, after, later: words });
  }
  onlyRefusals(quiet);
  expect(found).toEqual([]);
});

test('when the server fails once, every page says so, and shows itself at the next try', async ({
  page,
  context,
  stage,
  quiet,
}) => {
  const all = await everyAddress(stage, context);
  let fails = true;
  const body = JSON.stringify({ statusCode: 500, message: 'The database did not answer.' });
  await page.route(questions, (route) =>
    fails ? route.fulfill({ status: 500, contentType: 'application/json', body }) : route.continue(),
  );
  const found: object[] = [];
  for (const address of all) {
    fails = true;
    await page.goto(address);
    const said = await page
      .getByRole('main')
      .getByRole('alert')
      .first()
      .waitFor({ timeout: 20_000 })
      .then(
        () => true,
        () => false,
      );
    const look = { address, said, name: await page.locator('h1').count(), again: await again(page).count() };
    const ways = page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link');
    await expect(ways).toHaveCount(isWall(address) ? 0 : 6);
    fails = false;
    if (look.again > 0) await again(page).first().click();
    await settled(page);
    const left = await page.getByRole('main').getByText('could not be shown').count();
    if (!said || look.name !== 1 || look.again === 0 || left > 0) found.push({ ...look, left });
  }
  expect(besides(quiet, /\b500\b/)).toEqual([]);
  expect(found).toEqual([]);
});

test('a part whose question alone fails says so in its place, and the rest stands', async ({ page, demo, quiet }) => {
  const [goal] = (await demo.get<Board>('/api/v1/board')).goals;
  const parts = [
    { address: '/board', question: 'change-budgets', part: 'Spent change budgets' },
    { address: `/goals/${goal?.id ?? ''}`, question: 'change-budget', part: 'Change budget' },
    { address: '/metrics/service-level-attainment', question: 'restatements', part: 'Restatements' },
    { address: '/metrics/service-level-attainment', question: 'versions', part: 'Versions' },
    { address: '/alerts', question: 'silences', part: 'Silences' },
    { address: '/alerts', question: 'reviews/asked', part: 'Asked before the review' },
    { address: '/sources/servicenow', question: 'findings', part: 'Noticed' },
  ];
  const body = JSON.stringify({ statusCode: 500, message: 'The database did not answer.' });
  for (const { address, question, part } of parts) {
    const asked = new RegExp(`/api/v1/(.*/)?${question}(\\?|$)`);
    await page.route(asked, (route) => route.fulfill({ status: 500, contentType: 'application/json', body }));
    await page.goto(address);
    const line = page.getByRole('main').getByRole('status').filter({ hasText: 'The database did not answer.' });
    await expect(line).toContainText(`“${part}`);
    await settled(page);
    await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
    await page.unroute(asked);
    await line.getByRole('button', { name: 'Try again' }).click();
    await expect(line).toHaveCount(0);
  }
  expect(besides(quiet, /\b500\b/)).toEqual([]);
});

test('an address of a thing that is not there says so, under a heading', async ({ page, quiet }) => {
  const found: object[] = [];
  for (const address of ofNothing) {
    await page.goto(address);
    await settled(page).catch(() => undefined);
    const text = await page.getByRole('main').innerText();
    const said = /not found|no such|is not (there|in)|there is no/i.test(text);
    const look = { address, said, name: await page.locator('h1').count(), words: await programWords(page) };
    if (!said || look.name !== 1 || look.words.length > 0) found.push({ ...look, text: text.slice(0, 300) });
  }
  expect(besides(quiet, /\b404\b/)).toEqual([]);
  expect(found).toEqual([]);
});

test('a page whose code does not come says so inside the shell, and loads itself once there is a network', async ({
  page,
  context,
  demo,
  quiet,
}) => {
  expect(demo.url).toMatch(/^http/);
  await page.goto('/goals');
  await settled(page);
  await context.setOffline(true);
  await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Metrics' }).click();
  const said = page.getByRole('main').getByRole('alert');
  await expect(said).toContainText('This could not be loaded');
  // The button does not lead to the empty page of a browser.
  await said.getByRole('button', { name: 'Load it again' }).click();
  await expect(said).toContainText('cannot be reached');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('heading', { name: 'This could not be loaded', level: 2 })).toBeVisible();
  await expect(said).toBeVisible();
  await expect(page.getByText(/has not been heard since/)).toBeVisible();
  await context.setOffline(false);
  await settled(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Metrics' })).toBeVisible();
  await expect(page.locator('tbody th[scope="row"]').first()).toBeVisible();
  expect(besides(quiet, /net::ERR_|dynamically imported/)).toEqual([]);
});
