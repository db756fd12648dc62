import { readFile } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import type { AlertList, AlertPage } from '@tandem/contracts/alerts';
import type { Board } from '@tandem/contracts/board';
import type { MetricList } from '@tandem/contracts/metrics';
import type { SourcePage } from '@tandem/contracts/sources';
import { rowsOf } from '../product/read-export.js';
import { until, type Product } from '../product/start-product.js';
import { person, type Invitee } from './person.js';
import { accessible, expect, settled, test, watch } from './stage.js';

test.use({ set: 'people' });

const metric = 'service-level-attainment';
const devices = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};
type Device = keyof typeof devices;

interface Living {
  readonly browser: Browser;
  readonly demo: Product;
  readonly quiet: string[];
}

/** What somebody does, at a desk and then on a phone. */
async function lives(
  { browser, demo, quiet }: Living,
  who: Invitee,
  does: (page: Page, device: Device) => Promise<void>,
): Promise<void> {
  const invited = await person(browser, demo, quiet, who);
  const storageState = await invited.storageState();
  await invited.close();
  for (const [device, look] of Object.entries(devices)) {
    await test.step(device, async () => {
      const context = await browser.newContext({ baseURL: demo.url, storageState, ...look });
      watch(context, quiet);
      await does(await context.newPage(), device as Device);
      await context.close();
    });
  }
}

/** What is asked of every page that somebody lives in: nothing to scroll sideways, no finding of axe. */
async function holds(page: Page, look: string): Promise<void> {
  await settled(page);
  await accessible(page, look);
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
}

const panel = (page: Page, id: string) => page.locator(`section[aria-labelledby="${id}"]`);

test('leadership sees which joint goals will be missed and why, and comes to the review', async ({
  browser,
  demo,
  quiet,
}) => {
  const { goals } = await demo.get<Board>('/api/v1/board');
  const missed = goals.filter(({ status }) => status === 'atRisk' || status === 'offTrack');
  const [first] = missed;
  if (!first) throw new Error('The demo has a goal that is at risk.');
  await lives({ browser, demo, quiet }, { role: 'viewer', side: 'marketing', personId: null }, async (page, device) => {
    await page.goto('/');
    await expect(page.getByText(/joint goals? (is|are) forecast to miss/)).toBeInViewport();
    for (const { title, owners } of goals) {
      await expect(page.getByRole('link', { name: title })).toBeVisible();
      for (const owner of [owners.marketing, owners.it])
        await expect(page.getByText(owner?.name ?? 'nobody').first()).toBeVisible();
    }
    await holds(page, `the board on a ${device}`);
    await page.getByRole('link', { name: first.title }).click();
    await expect(panel(page, 'why').getByRole('listitem')).toHaveCount(first.keyResults.length);
    await expect(page.getByText(/odds of the target \d in 10/).first()).toBeVisible();
    await holds(page, `a goal on a ${device}`);
    await page.getByRole('link', { name: 'Review', exact: true }).click();
    await page
      .getByRole('link', { name: /^Review \d+/ })
      .first()
      .click();
    await expect(page.getByRole('region', { name: 'Headline' })).toBeVisible();
    await holds(page, `the coming review on a ${device}`);
  });
});

test('a team member sees where a number stands against where it should be by now, and says why', async ({
  browser,
  demo,
  quiet,
}) => {
  const { goals } = await demo.get<Board>('/api/v1/board');
  const result = goals.flatMap(({ keyResults }) => keyResults).find((one) => one.metric.key === metric);
  const who: Invitee = { role: 'contributor', side: 'marketing', personId: 'product-marketing' };
  await lives({ browser, demo, quiet }, who, async (page, device) => {
    await page.goto('/board');
    await page.getByRole('link', { name: 'Service-level attainment', exact: true }).click();
    const main = page.locator('main');
    await expect(main).toContainText(`${result?.current.value ?? 'nothing'}%`);
    await expect(main).toContainText(/Pace today\s*\d+\.\d%/);
    const said = `The new rota began (told from a ${device}).`;
    const form = page.getByRole('form', { name: 'Notes and comments' });
    await form.getByLabel('Note').fill(said);
    await form.getByRole('button', { name: 'Write for Marketing' }).click();
    await expect(panel(page, 'notes').getByText(said)).toBeVisible();
    await holds(page, `a metric on a ${device}`);
  });
});

test('an alert owner is led to the breach, takes it on, and says what it was', async ({ browser, demo, quiet }) => {
  const guardrails = Object.keys(devices).map((device) => ({
    id: `seen-from-a-${device}`,
    title: `Seen from a ${device}`,
    metric,
    atLeast: 99,
    owners: { marketing: 'digital-marketing', it: 'service-operations' },
    routes: [],
  }));
  await demo.post('/api/v1/configuration', { text: JSON.stringify({ version: 1, guardrails }) });
  const alerts = await until('both are broken', async () => {
    const { alerts: open } = await demo.get<AlertList>('/api/v1/alerts?state=open');
    return open.length === guardrails.length ? open : null;
  });
  const who: Invitee = { role: 'contributor', side: 'it', personId: 'service-operations' };
  await lives({ browser, demo, quiet }, who, async (page, device) => {
    const title = `Seen from a ${device}`;
    await page.goto('/board');
    await page.getByRole('link', { name: /^Alerts/ }).click();
    await page.getByRole('combobox', { name: 'Whose alerts' }).selectOption({ label: 'Mine and my team’s' });
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await expect(page.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
    await panel(page, 'acts').locator('summary', { hasText: 'Cause' }).click();
    await page.getByRole('combobox', { name: 'Cause' }).selectOption({ index: 1 });
    await page.getByLabel('What it was').fill('A queue was left unstaffed.');
    await page.getByRole('button', { name: 'Give the cause' }).click();
    await expect(panel(page, 'handling')).toContainText('A queue was left unstaffed.');
    await holds(page, `an alert on a ${device}`);
    const { id } = alerts.find(({ guardrail }) => guardrail.title === title) ?? { id: '' };
    const { alert } = await demo.get<AlertPage>(`/api/v1/alerts/${id}`);
    expect(alert.handling).toMatchObject({ acknowledged: { by: who.personId }, seen: { marketing: null } });
  });
});

test('a data owner sees whether sources can be trusted, and has one read anew', async ({ browser, demo, quiet }) => {
  const source = () => demo.get<SourcePage>('/api/v1/sources/servicenow');
  const who: Invitee = { role: 'contributor', side: 'it', personId: 'platform-engineering' };
  await lives({ browser, demo, quiet }, who, async (page, device) => {
    await page.goto('/sources');
    await holds(page, `the sources on a ${device}`);
    await page.getByRole('link', { name: 'Service desk', exact: true }).click();
    const before = (await source()).source.lastRun?.id;
    await page.getByRole('button', { name: 'Sync now' }).click();
    const { totals } = await until('it was read again', async () => {
      const answer = await source();
      const { lastRun } = answer.source;
      return lastRun?.id !== before && lastRun?.state === 'succeeded' ? answer : null;
    });
    expect(totals.received).toBe(totals.stored + totals.unchanged + totals.quarantined);
    await expect(panel(page, 'last-run')).toContainText(/unchanged/);
    await holds(page, `a source on a ${device}`);
  });
});

test('an analyst takes a number apart, down to its records and into a file', async ({ browser, demo, quiet }) => {
  const { metrics } = await demo.get<MetricList>('/api/v1/metrics');
  const current = metrics.find((one) => one.metric.key === metric)?.current;
  await lives({ browser, demo, quiet }, { role: 'viewer', side: 'it', personId: null }, async (page, device) => {
    await page.goto(`/metrics/${metric}?by=priority`);
    await settled(page);
    await panel(page, 'breakdown').scrollIntoViewIfNeeded();
    await expect(panel(page, 'breakdown').getByRole('row').last()).toContainText('All');
    const trend = panel(page, 'trend');
    await trend.locator('summary', { hasText: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      trend.getByRole('list').locator('a, button').filter({ hasText: /CSV/ }).click(),
    ]);
    const rows = await rowsOf(await readFile(await download.path()), 'csv');
    expect(rows.map(({ value }) => value)).toContain(current?.value);
    await page.getByRole('link', { name: /^the .* records behind it$/ }).click();
    await expect(page.locator('main')).toContainText(current?.numerator ?? 'nothing');
    await holds(page, `records on a ${device}`);
  });
});
