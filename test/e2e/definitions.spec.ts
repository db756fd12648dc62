import type { Page } from '@playwright/test';
import type { MetricVersionList, ProposalList } from '@tandem/contracts/proposals';
import type { Product } from '../product/start-product.js';
import { person } from './person.js';
import { accessible, expect, settled, test } from './stage.js';

test.use({ set: 'definitions' });

const metric = 'change-lead-time';
/** What arrives today is answered by the new version: the chart marks where it takes over, for eyes, keyboard and screen reader. */
async function marksTheChange(page: Page, product: Product): Promise<void> {
  const now = Date.now();
  const service = 'taskforcesh/bullmq';
  const [committedAt, finishedAt] = [now - 7_200_000, now].map((at) => new Date(at).toISOString());
  const deployment = { key: 'today', service, tier: 'production', ref: 'today', finishedAt, outcome: 'succeeded' };
  const change = { key: 'today', service, ref: 'today', deploymentRef: 'today', committedAt, merge: false };
  await product.post('/api/v1/push/deployment?source=releases', [deployment]);
  await product.post('/api/v1/push/change?source=changes', [change]);
  const chart = page.getByRole('group', { name: /over time/ });
  await expect(chart).toContainText('version 2');
  await chart.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  const live = page.locator('[aria-live="polite"]').filter({ hasText: 'Definition' });
  await expect(live).toContainText('version 2 from here on');
  await expect(page.locator('#chart-summary')).toContainText('Version 2 of the definition answers from');
  await page.getByRole('button', { name: 'View as table' }).first().click();
  await expect(page.getByRole('row').filter({ hasText: 'version 2 from here on' })).toHaveCount(1);
  await settled(page);
  await accessible(page, 'a table with two versions');
}

/** Writes a change of the window in the form, with a slip in the formula that is put right, and signs it. */
async function propose(page: Page, faults: string[]): Promise<void> {
  await page.goto(`/metrics/${metric}`);
  await page.getByRole('link', { name: 'Propose a change' }).click();
  const form = page.getByRole('form', { name: 'The change' });
  const formula = form.getByLabel('Formula');
  const written = await formula.inputValue();
  const line = written.split('\n').findIndex((text) => text.startsWith('from: committedAt')) + 1;
  await formula.fill(written.replace('from: committedAt', 'from: commitedAt'));
  await expect(formula).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByRole('listitem')).toContainText('commitedAt');
  await settled(page);
  // The browser notes that the slip was answered with a refusal; nothing else may have gone wrong.
  expect(faults.splice(0)).toEqual([
    expect.stringMatching(/^400 .*proposals\/preview$/),
    expect.stringContaining('status of 400'),
  ]);
  await accessible(page, 'a change with a fault');
  await form.getByRole('button', { name: `Line ${line}` }).click();
  await expect(formula).toBeFocused();
  await formula.fill(written);
  await expect(form.getByRole('button', { name: 'Sign and propose' })).toBeDisabled();
  await form.getByLabel('Window, in days').fill('14');
  const preview = page.getByRole('region', { name: 'Old against new' });
  await expect(preview).toContainText('windowDays: 28');
  await expect(preview.getByRole('table')).toContainText('Proposed');
  await settled(page);
  await accessible(page, 'a change with its preview');
  await form.getByLabel('Reason').fill('Two weeks show sooner what a change did.');
  await form.getByRole('button', { name: 'Sign and propose' }).click();
  await expect(page.getByRole('region', { name: 'Proposed change' })).toContainText('Waits for IT.');
}

test('a change of a definition is proposed by one side, looked at and signed by the other, and answers from then on', async ({
  browser,
  demo: product,
  quiet,
}) => {
  const marketing = await person(browser, product, quiet, {
    role: 'owner',
    side: 'marketing',
    personId: 'product-marketing',
  });
  const it = await person(browser, product, quiet, { role: 'owner', side: 'it', personId: 'platform-engineering' });
  try {
    await propose(await marketing.newPage(), quiet);
    const { proposals } = await product.get<ProposalList>(`/api/v1/metrics/${metric}/proposals`);
    expect(proposals.map(({ state, side, waitsFor }) => ({ state, side, waitsFor }))).toEqual([
      { state: 'open', side: 'marketing', waitsFor: ['it'] },
    ]);

    const page = await it.newPage();
    await page.goto(`/metrics/${metric}`);
    const change = page.getByRole('region', { name: 'Proposed change' });
    await expect(change).toContainText('Two weeks show sooner what a change did.');
    await expect(change).toContainText('Waits for IT.');
    await change.getByRole('button', { name: 'Preview old against new' }).click();
    await expect(change.getByRole('table')).toContainText('Proposed');
    await settled(page);
    await accessible(page, 'a proposed change');
    await change.getByRole('button', { name: 'Sign for IT' }).click();

    const versions = page.getByRole('list', { name: 'Versions, newest first' });
    await expect(versions).toContainText('Version 2');
    await expect(change).toHaveCount(0);
    const told = await product.get<MetricVersionList>(`/api/v1/metrics/${metric}/versions`);
    expect(told.versions.map(({ version, windowDays }) => [version, windowDays])).toEqual([
      [2, 14],
      [1, 28],
    ]);
    expect(told.versions[0]?.signatures.map(({ side }) => side).sort()).toEqual(['it', 'marketing']);
    // What lies in the time of the first version is still answered by it.
    const { points } = await product.get<{ points: { version: number }[] }>(
      `/api/v1/metrics/${metric}/observations?grain=week`,
    );
    expect(new Set(points.map(({ version }) => version))).toEqual(new Set([1]));
    await marksTheChange(page, product);
  } finally {
    await marketing.close();
    await it.close();
  }
});
