import type { Page } from '@playwright/test';
import type { AccountList, Invited } from '@tandem/contracts/access';
import type { Board } from '@tandem/contracts/board';
import type { SourcePage } from '@tandem/contracts/sources';
import { signIn } from '../product/sign-in.js';
import { until, type Product } from '../product/start-product.js';
import { accessible, expect, settled, test, watch } from './stage.js';

test.use({ set: 'newcomer', begins: 'empty' });

const dayMs = 86_400_000;
const password = 'rowing over calm water';

/** Half a year of tickets: most are solved in time, and a few dates are no dates. */
function tickets(): string {
  const end = Date.now() - dayMs;
  const stamp = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  const rows = Array.from({ length: 1_200 }, (_, index) => {
    const opened = end - (1_200 - index) * dayMs * 0.15;
    const inTime = index % 5 !== 0;
    const closed = index % 100 === 7 ? 'soon' : stamp(opened + (inTime ? 3 : 30) * 3_600_000);
    return [`T${index}`, stamp(opened), closed, inTime ? 'yes' : 'no', index % 3 === 0 ? 'high' : 'low'].join(',');
  });
  return ['number,opened,solved,kept,prio', ...rows].join('\n');
}

const steps = (page: Page) => page.getByRole('region', { name: 'From nothing to a first joint goal' });
const step = (page: Page, title: string) => steps(page).getByRole('listitem').filter({ hasText: title }).first();

async function addOwner(page: Page, name: string, side: string): Promise<void> {
  await page.goto('/settings/teams/person/new');
  const form = page.getByRole('form', { name: 'New person' });
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('Department').selectOption(side);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(/\/settings\/teams\/person\/(?!new)/);
}

async function uploadTickets(page: Page): Promise<void> {
  await page.goto('/board');
  await steps(page).getByRole('link', { name: 'Upload a CSV file' }).click();
  const form = page.getByRole('form', { name: 'Save and read it' });
  await form.getByLabel('A file to begin with').setInputFiles({
    name: 'tickets.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(tickets()),
  });
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('tickets');
  const rows = form.getByRole('region', { name: 'First rows as they came' });
  await expect(rows.getByRole('columnheader')).toHaveCount(5);
  await form.getByLabel('Each row is one').selectOption('slaCycle');
  await form.getByLabel('measure (needed)').selectOption('constant');
  await form.getByLabel('Always the same').fill('resolution');
  for (const [column, field] of [
    ['number', 'ticket'],
    ['opened', 'startedAt'],
    ['solved', 'stoppedAt'],
    ['kept', 'state'],
    ['prio', 'priority'],
  ] as const) {
    await rows.getByRole('button', { name: column, exact: true }).click();
    await form.getByLabel(`Column “${column}” is`).selectOption(`field:${field}`);
  }
  await form.getByLabel('yes', { exact: true }).selectOption('met');
  await form.getByLabel('no', { exact: true }).selectOption('breached');
  await form.getByLabel('Dates are written as').fill('YYYY-MM-DD HH:mm');
  const result = form.getByRole('region', { name: 'What becomes of the first rows' });
  await expect(result).toContainText('100 rows give 99 records; 1 would be refused');
  await expect(result.getByRole('region', { name: 'Refused rows, by reason' })).toContainText('soon');
  await expect(result.getByRole('region', { name: 'First records as they would be kept' })).toContainText('breached');
  await settled(page);
  await accessible(page, 'a mapping that is made by clicking');
  await form.getByRole('button', { name: 'Save and read it' }).click();
  await expect(page).toHaveURL(/\/sources\/tickets/);
}

async function adopt(page: Page, key: string): Promise<void> {
  await page.goto(`/catalogue/${key}`);
  await page.getByLabel('Marketing owner').selectOption({ label: 'Head of Digital' });
  await page.getByLabel('IT owner').selectOption({ label: 'Head of Service' });
  await page.getByRole('button', { name: 'Adopt' }).click();
  await expect(page.getByText('Its records are counted now.')).toBeVisible();
}

async function makeMetric(page: Page): Promise<void> {
  await page.goto('/metrics/new');
  const form = page.getByRole('form', { name: 'The metric' });
  await form.getByLabel('Title').fill('Tickets opened');
  await form.getByLabel('In words that both sides understand').fill('How many tickets customers opened.');
  await form.getByLabel('Of which records').selectOption('slaCycle');
  await form.getByLabel('The day of a record is that of').selectOption('startedAt');
  await form.getByRole('button', { name: /Only records where/ }).click();
  await form.getByLabel('Field 1').selectOption('measure');
  await form.getByLabel('Value').fill('resolution');
  await form.getByLabel('Decimals').fill('many');
  await expect(form.getByLabel('Decimals')).toHaveAttribute('aria-invalid', 'true');
  await form.getByLabel('Decimals').fill('0');
  await form.getByLabel('Better is').selectOption('down');
  const preview = page.getByRole('region', { name: 'What it says' });
  await expect(preview).toContainText(/over \d+ records/);
  await expect(preview.getByRole('region', { name: 'Week by week' }).getByRole('row')).toHaveCount(27);
  await settled(page);
  await accessible(page, 'a metric that is made');
  await form.getByRole('button', { name: 'Make the metric' }).click();
  await expect(page).toHaveURL(/\/metrics\/tickets-opened/);
}

async function speakAs(product: Product, page: Page, personId: string): Promise<void> {
  const { accounts } = await product.get<AccountList>('/api/v1/accounts');
  const data = { side: 'marketing', personId };
  const answer = await page.request.patch(`${product.url}/api/v1/accounts/${accounts[0]?.id}`, {
    data,
    headers: { origin: product.url },
  });
  expect(answer.ok()).toBe(true);
}

test('from an empty workspace to a published joint goal on an uploaded file', async ({
  page,
  browser,
  stage,
  quiet,
}) => {
  const { product } = stage;
  test.setTimeout(300_000);
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Tandem');
  await expect(step(page, 'Name an owner on each side')).toContainText('next');
  await accessible(page, 'the first steps');
  await page.goto('/settings/initiatives');
  await page.locator('summary').filter({ hasText: 'History' }).click();
  await expect(page.getByText('Nothing has been changed here yet.')).toBeVisible();

  await addOwner(page, 'Head of Digital', 'marketing');
  await addOwner(page, 'Head of Service', 'it');
  await page.goto('/board');
  await expect(step(page, 'Name an owner on each side')).toContainText('done');

  await uploadTickets(page);
  // Beginnings of forms are refused while they are filled in, which is what the form tells.
  expect(quiet.splice(0).filter((fault) => !fault.includes('400'))).toEqual([]);
  await until('the file is read', async () => {
    const { source, totals } = await product.get<SourcePage>('/api/v1/sources/tickets');
    return source.lastSyncAt !== null && totals.stored === 1_188 && totals.quarantined === 12 ? true : null;
  });
  await adopt(page, 'resolution-attainment');
  await makeMetric(page);
  expect(quiet.splice(0).filter((fault) => !fault.includes('400'))).toEqual([]);

  // Another role ends the sessions of an account: the page is left before, and the browser signs in again.
  await page.goto('about:blank');
  await speakAs(product, page, 'head-of-digital');
  await page.context().clearCookies();
  await signIn(page.context(), product);
  await product.post('/api/v1/configuration', {
    text: JSON.stringify({
      version: 1,
      guardrails: [
        {
          id: 'ticket-ceiling',
          title: 'Tickets do not pile up',
          metric: 'tickets-opened',
          atMost: 1000,
          owners: { marketing: 'head-of-digital', it: 'head-of-service' },
        },
      ],
    }),
  });
  await page.goto('/board');
  await expect(step(page, 'Bring data')).toContainText('done');
  await expect(step(page, 'Take a metric')).toContainText('done');
  await step(page, 'Make the first joint goal')
    .getByRole('link', { name: /Customers are answered in time/ })
    .click();
  const form = page.getByRole('form', { name: 'The goal' });
  await expect(form.getByLabel('Goal', { exact: true })).toHaveValue(/Customers are answered in time/);
  await expect(form.getByLabel('From (baseline)')).not.toHaveValue('');
  await expect(form.getByLabel('Tickets do not pile up')).toBeChecked();
  await expect(page.getByText('Path over history')).toBeVisible();
  await form.getByRole('button', { name: 'Make the goal' }).click();
  await expect(page.getByRole('heading', { name: 'waits for the signatures' })).toBeVisible();
  const goalUrl = page.url();

  const invited = await product.post<Invited>('/api/v1/accounts/invitations', {
    email: 'service@example.org',
    name: 'Service',
    role: 'owner',
    side: 'it',
    personId: 'head-of-service',
  });
  const other = await browser.newContext({ baseURL: product.url, extraHTTPHeaders: { origin: product.url } });
  watch(other, quiet);
  const data = { token: invited.link.split('#')[1], name: 'Service', password };
  expect((await other.request.post(`${product.url}/api/v1/invitation/accept`, { data })).ok()).toBe(true);
  const theirs = await other.newPage();
  await theirs.goto(goalUrl);
  await theirs.getByRole('button', { name: 'Sign for IT' }).click();
  await expect(theirs.getByRole('heading', { name: 'waits for the signatures' })).toHaveCount(0);
  await other.close();

  await page.goto('/board');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alignment board');
  await expect(steps(page)).toHaveCount(0);
  const { goals } = await product.get<Board>('/api/v1/board');
  expect(goals[0]).toMatchObject({ published: true, keyResultCount: 1 });
});
