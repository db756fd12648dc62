import type { Browser, BrowserContext } from '@playwright/test';
import type { Invited } from '@tandem/contracts/access';
import type { MetricVersionList, Proposal } from '@tandem/contracts/proposals';
import type { Product } from '../product/start-product.js';
import { accessible, expect, settled, test, watch } from './stage.js';

const metric = 'change-lead-time';
const password = 'rowing over calm water';
/** The definition of the demo, over two weeks instead of four. */
const twoWeeks = {
  unit: 'h',
  precision: 1,
  direction: 'down',
  windowDays: 14,
  settlingDays: 0,
  formula: {
    kind: 'percentile',
    percentile: 50,
    stream: 'change',
    connections: ['changes', 'releases'],
    at: ['deployment.finishedAt'],
    from: 'committedAt',
    to: 'deployment.finishedAt',
    where: { service: 'taskforcesh/bullmq', 'deployment.tier': 'production', merge: false },
    dimensions: ['kind'],
  },
};

/** A browser in which an owner of one side is signed in. */
async function owner(
  browser: Browser,
  product: Product,
  faults: string[],
  { side, personId }: { readonly side: 'marketing' | 'it'; readonly personId: string },
): Promise<BrowserContext> {
  const { link } = await product.post<Invited>('/api/v1/accounts/invitations', {
    email: `${personId}@example.org`,
    name: personId,
    role: 'owner',
    side,
    personId,
  });
  const context = await browser.newContext({ baseURL: product.url, extraHTTPHeaders: { origin: product.url } });
  watch(context, faults);
  const accepted = await context.request.post(`${product.url}/api/v1/invitation/accept`, {
    data: { token: link.split('#')[1], name: personId, password },
  });
  expect(await accepted.text()).not.toContain('statusCode');
  return context;
}

test('a change of a definition is proposed by one side, looked at and signed by the other, and answers from then on', async ({
  browser,
  demo: product,
  quiet,
}) => {
  const marketing = await owner(browser, product, quiet, { side: 'marketing', personId: 'product-marketing' });
  const it = await owner(browser, product, quiet, { side: 'it', personId: 'platform-engineering' });
  try {
    const proposed = await marketing.request.post(`${product.url}/api/v1/metrics/${metric}/proposals`, {
      data: { definition: twoWeeks, reason: 'Two weeks show sooner what a change did.' },
    });
    expect(proposed.status(), await proposed.text()).toBe(201);
    const { state, waitsFor } = (await proposed.json()) as Proposal;
    expect({ state, waitsFor }).toEqual({ state: 'open', waitsFor: ['it'] });

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
  } finally {
    await marketing.close();
    await it.close();
  }
});
