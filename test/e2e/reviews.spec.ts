import type { BrowserContext, Locator, Page } from '@playwright/test';
import type { ReviewContent, ReviewList } from '@tandem/contracts/reviews';
import { until, type Product } from '../product/start-product.js';
import { person } from './person.js';
import { accessible, expect, settled, test, watch } from './stage.js';

test.use({ set: 'reviews' });

/** The draft of the coming meeting opens by the clock of the worker. */
const opened = (product: Product) =>
  until('the draft has opened', async () => {
    const { reviews } = await product.get<ReviewList>('/api/v1/reviews');
    return reviews.find(({ state }) => state === 'draft') ?? null;
  });

const bytes = async (context: BrowserContext, number: number) =>
  (await context.request.get(`/api/v1/reviews/${number}/content`)).text();

const press = async (button: Locator): Promise<void> => {
  await button.focus();
  await button.press('Enter');
};

/** The word of a side about the first metric that moved, without a pointer. */
async function explains(page: Page, metric: string, text: string): Promise<void> {
  await page.goto('/reviews/next');
  const moved = page.getByRole('region', { name: 'What moved' });
  await press(moved.getByRole('button', { name: `Explain ${metric}` }));
  await moved.getByRole('textbox').fill(text);
  await press(moved.getByRole('button', { name: 'Say it' }));
  await expect(moved.getByText(text)).toBeVisible();
}

/** Incidents that are corrected after the meeting. */
async function correct(product: Product): Promise<void> {
  const { current } = await product.get<{ current: { start: string; end: string; denominator: string } }>(
    '/api/v1/metrics/service-level-attainment',
  );
  const stoppedAt = new Date((Date.parse(current.start) + Date.parse(current.end)) / 2).toISOString();
  const records = Array.from({ length: Math.ceil(Number(current.denominator) / 4) }, (_, index) => ({
    key: `late-${index}`,
    ticket: `late-${index}`,
    measure: 'resolution',
    priority: '3 - Moderate',
    startedAt: current.start,
    stoppedAt,
    state: 'breached',
  }));
  await product.post('/api/v1/push/slaCycle?source=servicenow', records);
}

test('two people of both sides prepare, hold, present and close a review; what it said stays', async ({
  browser,
  demo,
  quiet,
}) => {
  const { number } = await opened(demo);
  const marketing = await person(browser, demo, quiet, {
    role: 'owner',
    side: 'marketing',
    personId: 'product-marketing',
  });
  const it = await person(browser, demo, quiet, { role: 'owner', side: 'it', personId: 'platform-engineering' });
  const [ours, theirs] = [await marketing.newPage(), await it.newPage()];
  const draft = await demo.get<ReviewContent>('/api/v1/reviews/next/content');
  const metric = draft.sections.whatMoved.moved[0]?.metric.title ?? '';
  await explains(ours, metric, 'The autumn campaign brought more releases.');
  await explains(theirs, metric, 'The pipeline was renewed.');

  await press(theirs.getByRole('button', { name: 'Hold the review' }));
  await theirs.waitForURL(`**/reviews/${number}`);
  await expect(theirs.getByText('Numbers frozen')).toBeVisible();
  const moved = theirs.getByRole('region', { name: 'What moved' });
  await expect(moved.getByText('The autumn campaign brought more releases.')).toBeVisible();
  await expect(moved.getByText('The pipeline was renewed.')).toBeVisible();
  const before = await bytes(it, number);

  await correct(demo);
  await until('the correction is seen', async () => {
    const next = await demo.get<ReviewContent>('/api/v1/reviews/next/content');
    return JSON.stringify(next.sections.goalsAtRisk) === JSON.stringify(draft.sections.goalsAtRisk) ? null : true;
  });
  expect(await bytes(it, number)).toBe(before);

  await press(theirs.getByRole('button', { name: 'Present' }));
  await expect(theirs.getByRole('heading', { level: 1, name: 'Headline' })).toBeAttached();
  await theirs.keyboard.press('ArrowRight');
  await expect(theirs.getByRole('heading', { level: 1, name: 'What moved' })).toBeAttached();
  await expect(theirs.getByText(/^What moved \d+:\d\d of \d+ min/)).toBeVisible();
  await theirs.keyboard.press('ArrowRight');
  await expect(theirs.getByRole('heading', { level: 1, name: 'Breaches' })).toBeAttached();
  await theirs.keyboard.press('ArrowLeft');
  await settled(theirs);
  await accessible(theirs, 'presenting');
  await theirs.keyboard.press('Escape');

  await press(theirs.getByRole('button', { name: 'Close the review' }));
  await expect(theirs.getByText('Closed. Numbers frozen')).toBeVisible();
  expect(await bytes(it, number)).toBe(before);
  await marketing.close();
  await it.close();
});

test('whoever is invited reads that review and nothing else, until the link is taken back', async ({
  browser,
  page,
  demo,
  quiet,
}) => {
  const { number } = await opened(demo);
  await page.goto(`/reviews/${number}`);
  await page.getByRole('button', { name: 'Invite' }).click();
  const inviting = page.getByRole('region', { name: 'For those invited' });
  await inviting.getByRole('button', { name: 'Make a link' }).click();
  const address = await inviting.locator('code').innerText();
  await settled(page);
  await accessible(page, 'inviting');

  const guest = await browser.newContext({ baseURL: demo.url });
  watch(guest, quiet);
  const theirs = await guest.newPage();
  await theirs.goto(address);
  await expect(theirs.getByText('You were invited to read this review.')).toBeVisible();
  await expect(theirs.getByRole('region', { name: 'Goals at risk' })).toBeVisible();
  await expect(theirs.getByRole('link')).toHaveCount(0);
  await settled(theirs);
  await accessible(theirs, 'a review for those invited');

  await inviting.getByRole('button', { name: 'Take back' }).click();
  await expect(inviting.getByText('taken back on')).toBeVisible();
  await theirs.reload();
  await expect(theirs.getByText('This link does not lead anywhere any more')).toBeVisible();
  const refusals = quiet.splice(0);
  expect(refusals.filter((fault) => !fault.includes('/shared-review') && !fault.includes('404'))).toEqual([]);
  await guest.close();
});

test('the meetings are moved and subscribed to in the browser', async ({ page, demo }) => {
  await opened(demo);
  await page.goto('/reviews');
  const meetings = page.getByRole('region', { name: 'When both sides meet' });
  await meetings
    .getByRole('button', { name: /^Leave out/ })
    .nth(1)
    .click();
  await expect(meetings.getByText('left out')).toBeVisible();
  await meetings.getByRole('button', { name: /^Put back/ }).click();
  await expect(meetings.getByText('left out')).toHaveCount(0);
  await meetings.getByRole('button', { name: 'Change the rule' }).click();
  const rule = meetings.getByRole('form', { name: 'Change the rule' });
  await rule.getByLabel('Time of day').fill('14:30');
  await rule.getByRole('button', { name: 'Save the rule' }).click();
  await expect(meetings.getByText('at 14:30')).toBeVisible();
  const calendar = page.getByRole('region', { name: 'In your calendar' });
  await calendar.getByRole('button', { name: 'Make an address' }).click();
  const file = await fetch(await calendar.locator('code').innerText());
  expect(file.headers.get('content-type')).toContain('text/calendar');
  expect(await file.text()).toContain('BEGIN:VEVENT');
  await settled(page);
  await accessible(page, 'the meetings');
});

test('a review is two pages on paper', async ({ page, demo }) => {
  await opened(demo);
  await page.goto('/reviews/next');
  await settled(page);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBe(2);
});

for (const width of [1440, 390]) {
  for (const theme of ['light', 'dark']) {
    test(`reviews are clear to everybody, ${theme} at ${width}`, async ({ page, demo }) => {
      const { number } = await opened(demo);
      await page.setViewportSize({ width, height: 900 });
      for (const address of [
        '/reviews',
        `/reviews/${number}`,
        `/reviews/${number}?present=goalsAtRisk&begun=1&entered=1`,
      ]) {
        await page.goto(`${address}${address.includes('?') ? '&' : '?'}theme=${theme}`);
        await settled(page);
        await accessible(page, `${address} ${theme} ${width}`);
        const sideways = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect([address, sideways]).toEqual([address, 0]);
      }
    });
  }
}
