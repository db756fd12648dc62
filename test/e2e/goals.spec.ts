import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { Invited } from '@tandem/contracts/access';
import type { GoalPage } from '@tandem/contracts/goals';
import type { Product } from '../product/start-product.js';
import { accessible, expect, settled, test, watch } from './stage.js';

test.use({ set: 'goals' });

const password = 'rowing over calm water';
const id = 'more-bookings-become-stays';

/** A browser in which an owner of one side is signed in. */
async function owner(
  browser: Browser,
  product: Product,
  faults: string[],
  { side, personId }: { readonly side: 'marketing' | 'it'; readonly personId: string },
): Promise<BrowserContext> {
  const body = { email: `${personId}@example.org`, name: personId, role: 'owner', side, personId };
  const { link } = await product.post<Invited>('/api/v1/accounts/invitations', body);
  const context = await browser.newContext({ baseURL: product.url, extraHTTPHeaders: { origin: product.url } });
  watch(context, faults);
  const data = { token: link.split('#')[1], name: personId, password };
  const accepted = await context.request.post(`${product.url}/api/v1/invitation/accept`, { data });
  expect(await accepted.text()).not.toContain('statusCode');
  return context;
}

/** Makes a joint goal from the template, which says beside its fields what is still wrong. */
async function makes(page: Page, faults: string[]): Promise<void> {
  await page.goto('/goals');
  await page.getByRole('link', { name: 'Make a joint goal' }).click();
  const form = page.getByRole('form', { name: 'The goal' });
  await form.getByLabel('Goal', { exact: true }).fill('More bookings become stays');
  await form.getByLabel('Business outcome').fill('Fewer rooms stay empty.');
  await expect(form.getByLabel('To (target)')).toHaveAttribute('aria-invalid', 'true');
  await form.getByLabel('To (target)').fill('70');
  const standing = page.getByRole('region', { name: 'How it would stand now' });
  await expect(standing.getByText('of the way')).toBeVisible();
  await expect(form.getByLabel('To (target)')).toHaveAttribute('aria-invalid', 'false');
  await settled(page);
  await accessible(page, 'the form of a goal');
  // The template was refused without its target; nothing else may have gone wrong.
  const refusals = faults.splice(0);
  expect(refusals.filter((fault) => !fault.includes('/goals/preview') && !fault.includes('400'))).toEqual([]);
  await form.getByRole('button', { name: 'Make the goal' }).click();
  await page.waitForURL(`**/goals/${id}`);
  await expect(page.getByRole('heading', { name: 'waits for the signatures' })).toBeVisible();
  await settled(page);
  await accessible(page, 'a goal that waits');
}

test('a joint goal is made by one side, signed by the other, and its target moves the same way', async ({
  browser,
  demo,
  quiet,
}) => {
  const marketing = await owner(browser, demo, quiet, { side: 'marketing', personId: 'product-marketing' });
  const it = await owner(browser, demo, quiet, { side: 'it', personId: 'platform-engineering' });
  const [ours, theirs] = [await marketing.newPage(), await it.newPage()];
  await makes(ours, quiet);

  await theirs.goto(`/goals/${id}`);
  await theirs.getByRole('button', { name: 'Sign for IT' }).click();
  await expect(theirs.getByRole('heading', { name: 'waits for the signatures' })).toHaveCount(0);
  await expect(theirs.getByText('Draft', { exact: true })).toHaveCount(0);

  await ours.goto(`/goals/${id}`);
  const checkIn = ours.getByRole('form', { name: 'Check in' });
  await checkIn.getByRole('slider').focus();
  await ours.keyboard.press('ArrowRight');
  await checkIn.getByLabel('What makes you say so').fill('The autumn campaign runs well.');
  await checkIn.getByRole('button', { name: 'Check in for Marketing' }).click();
  await expect(ours.getByRole('listitem').filter({ hasText: 'The autumn campaign runs well.' })).toBeVisible();
  expect((await demo.get<GoalPage>(`/api/v1/goals/${id}`)).checkIns[0]?.confidence).toBe(6);

  await ours.getByRole('link', { name: 'Propose a change' }).click();
  const change = ours.getByRole('form', { name: 'The change' });
  await change.getByLabel('To (target)').fill('68');
  await change.getByLabel('Reason').fill('The season ends earlier.');
  await expect(ours.getByText('On the proposed terms')).toBeVisible();
  await change.getByRole('button', { name: 'Sign and propose' }).click();
  await ours.waitForURL(`**/goals/${id}`);
  await expect(ours.getByRole('region', { name: 'Proposed change' })).toContainText('70 → 68');
  expect((await demo.get<GoalPage>(`/api/v1/goals/${id}`)).keyResults[0]?.target).toBe('70.0');

  await theirs.reload();
  await theirs.getByRole('button', { name: 'Sign for IT' }).click();
  await expect(theirs.getByText('Version 2')).toBeVisible();
  expect((await demo.get<GoalPage>(`/api/v1/goals/${id}`)).keyResults[0]?.target).toBe('68.0');
  await settled(theirs);
  await accessible(theirs, 'a goal with two versions');
  await marketing.close();
  await it.close();
});

for (const width of [1440, 390]) {
  for (const theme of ['light', 'dark']) {
    test(`goals are clear to everybody, ${theme} at ${width}`, async ({ page, demo }) => {
      await page.setViewportSize({ width, height: 900 });
      expect(demo.url).toBeTruthy();
      for (const address of ['/goals', '/goals/guests-arrive', '/goals/desk-keeps-pace']) {
        await page.goto(`${address}?theme=${theme}`);
        await settled(page);
        await accessible(page, `${address} ${theme} ${width}`);
        const sideways = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(sideways).toBe(0);
      }
    });
  }
}
