import type { Page } from '@playwright/test';
import type { InitiativeList, InitiativePage } from '@tandem/contracts/initiatives';
import type { ThingList } from '@tandem/contracts/settings';
import type { Product } from '../product/start-product.js';
import { JiraStub, jiraToken } from '../vendors/jira.js';
import { csvOf, exported, sizeOf, spokenIn } from './chart.js';
import { tabTo } from './keys.js';
import { person } from './person.js';
import { accessible, expect, onlyRefusals, settled, test } from './stage.js';

test.use({ set: 'initiatives' });

const id = 'replies-before-questions';
const dayMs = 86_400_000;
const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** What a spreadsheet puts into the clipboard, pasted into the cell that has the focus. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(text)});
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
  }`);
}

/** Takes an idea in without a mouse. */
async function takesIn(page: Page): Promise<void> {
  await page.goto('/initiatives/new');
  const form = page.getByRole('form', { name: 'The initiative' });
  await settled(page);
  const type = async (label: string, text: string) => {
    await tabTo(form.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  };
  await type('Initiative', 'Replies before questions');
  await type('Business capability', 'Guest service');
  await type('Metric that it moves', 'Bookings kept');
  await type('By how much, in pp', '2');
  await tabTo(form.getByLabel('Until', { exact: true }));
  await form.getByLabel('Until', { exact: true }).fill('2027-12-31');
  await type('Team 1', 'Booking platform');
  await type('Weeks of team 1', '4');
  await type('Duration in months', '2');
  const start = await page.evaluate(() => new Date(Date.now() - 150 * 86_400_000).toISOString().slice(0, 7));
  await type('Work begins in', start);
  await tabTo(form.getByLabel('One-off cost, month 1', { exact: true }));
  const months = Array.from({ length: 36 }, (_, index) =>
    index === 0 ? '€ 40,000\t\t' : index < 3 ? '\t\t' : '\t200\t1,200',
  );
  await paste(page, months.join('\n'));
  await expect(form.getByLabel('Benefit, month 36', { exact: true })).toHaveValue('1200');
  await expect(form.getByLabel('One-off cost, month 1', { exact: true })).toHaveValue('40000');
  for (const [label, value] of [
    ['Business value', '8'],
    ['Time criticality', '5'],
    ['Risk reduction', '3'],
    ['Job size', '2'],
  ] as const)
    await type(label, value);
  await expect(page.getByRole('region', { name: 'What the gate would say' }).getByText('Fails')).toBeVisible();
  await settled(page);
  // What happens to be half under the bar at the top is no smaller for it.
  await page.evaluate('scrollTo(0, 0)');
  await accessible(page, 'the form of an initiative');
  await tabTo(form.getByRole('button', { name: 'Take it in' }));
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/initiatives/${id}`);
}

test('an idea goes from intake through gate, waiver, plan and launch to the check of its benefits', async ({
  browser,
  demo,
  quiet,
}) => {
  test.setTimeout(300_000);
  const it = await person(browser, demo, quiet, { role: 'owner', side: 'it', personId: 'platform-engineering' });
  const marketing = await person(browser, demo, quiet, {
    role: 'owner',
    side: 'marketing',
    personId: 'product-marketing',
  });
  const [ours, theirs] = [await it.newPage(), await marketing.newPage()];
  await takesIn(ours);
  const gate = ours.getByRole('region', { name: 'Gate', exact: true });
  await expect(gate.getByText('Fails', { exact: true }).first()).toBeVisible();
  await expect(gate.getByText('does not reach 0 by month 24')).toBeVisible();
  onlyRefusals(quiet);

  const ask = ours.getByRole('form', { name: 'Ask for a waiver' });
  await ask.getByLabel('Why it should go ahead').fill('What it teaches us is worth more than it costs.');
  await ask.getByLabel('Last day of the waiver').fill(dateOf(Date.now() + 30 * dayMs));
  await ask.getByRole('button', { name: 'Ask for a waiver' }).click();
  await expect(ours.getByText('waits for a signature of Marketing')).toBeVisible();
  await expect(gate.getByText('Fails', { exact: true }).first()).toBeVisible();

  await theirs.goto(`/initiatives/${id}`);
  await theirs.getByRole('button', { name: 'Sign for Marketing' }).click();
  const theirGate = theirs.getByRole('region', { name: 'Gate', exact: true });
  await expect(theirGate.getByText('Waived', { exact: true }).first()).toBeVisible();

  await demo.post('/api/v1/configuration', {
    text: JSON.stringify({
      version: 1,
      organisation: {
        initiatives: {
          capacity: [
            { team: 'booking-platform', quarter: quarterOf(150), weeks: 20 },
            { team: 'booking-platform', quarter: quarterOf(60), weeks: 20 },
          ],
        },
      },
    }),
  });
  await ours.goto('/initiatives/plan');
  await expect(
    ours.getByRole('table', { name: 'In the plan' }).getByRole('link', { name: 'Replies before questions' }),
  ).toBeVisible();
  await ours.getByLabel('Keep this plan as').fill('As we are');
  await ours.getByRole('button', { name: 'Keep it' }).click();
  await expect(
    ours.getByRole('table', { name: 'What each plan holds' }).getByRole('button', { name: 'As we are' }),
  ).toBeVisible();

  await ours.goto(`/initiatives/${id}/edit`);
  const form = ours.getByRole('form', { name: 'The initiative' });
  await form.getByLabel('Stage').selectOption('launched');
  await form.getByLabel('Launched on').fill(dateOf(Date.now() - 63 * dayMs));
  await form.getByRole('button', { name: 'Save' }).click();
  await ours.waitForURL(`**/initiatives/${id}`);
  const since = ours.getByRole('region', { name: 'Since its launch' });
  await expect(since.getByText('instead of')).toBeVisible();
  const { benefits } = await demo.get<InitiativePage>(`/api/v1/initiatives/${id}`);
  expect(benefits?.effect?.pointsAfter).toBeGreaterThanOrEqual(4);
  expect(benefits?.share).not.toBeNull();
  onlyRefusals(quiet);
  await it.close();
  await marketing.close();
});

/** The calendar quarter of so many days ago. */
function quarterOf(daysAgo: number): string {
  const day = new Date(Date.now() - daysAgo * dayMs);
  return `${day.getUTCFullYear()}-Q${Math.floor(day.getUTCMonth() / 3) + 1}`;
}

test('a list comes in as CSV; a line with a fault stays out and says why', async ({ page, demo: _ }) => {
  await page.goto('/initiatives');
  await page.getByRole('button', { name: 'Bring a list in' }).click();
  await page
    .getByLabel('The list')
    .fill('id,title,agenda,one_off\nquieter,Quieter nights,it,1: 5000\nlouder,Louder days,it,soon\n');
  await page.getByRole('button', { name: 'Look at it first' }).click();
  await expect(page.getByText('1 would be new')).toBeVisible();
  await page.getByRole('button', { name: 'Bring it in' }).click();
  await expect(page.getByText('Line 3, one_off:')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Quieter nights' })).toBeVisible();
  await settled(page);
  await accessible(page, 'a list that was brought in');
  await page.reload();
  const waiting = page.getByRole('region', { name: 'Waiting to be mended' });
  await waiting.getByRole('button', { name: /^Mend it.*Line 3$/ }).click();
  const mend = page.getByRole('form', { name: 'Mend line 3' });
  await mend.getByLabel('one_off').fill('1: 700');
  await accessible(page, 'a line that is mended');
  await mend.getByRole('button', { name: 'Take the line in' }).click();
  await expect(page.getByRole('link', { name: 'Louder days' })).toBeVisible();
  await expect(waiting).toBeHidden();
});

test('an administrator says rate, capacity and where ideas stand in Jira; they are looked at, and taken in', async ({
  page,
  demo,
  quiet,
}) => {
  test.setTimeout(180_000);
  const jira = await JiraStub.start();
  jira.issues = [
    { key: 'IDEA-1', fields: { summary: 'Ferries that wait', customfield_10040: { value: 'Business' } } },
    { key: 'IDEA-2', fields: { summary: 'Nobody knows' } },
  ];
  const settings = jira.settings(jiraToken);
  const tracker = { id: 'tracker', name: 'Ideas in Jira', connector: 'jira-service-management', expectedEvery: '30d' };
  const text = JSON.stringify({ version: 1, connections: [{ ...tracker, settings }] });
  await demo.post('/api/v1/configuration', { text });
  await page.goto('/settings/initiatives');
  const form = page.getByRole('form', { name: 'Initiatives' });
  await form.getByLabel('Discount rate, in per cent a year').fill('8.5');
  await form.getByLabel('Budget of a plan').fill('250000');
  await form.getByLabel('Team-weeks', { exact: true }).fill('40');
  await form
    .getByLabel(/^Team-weeks of Booking platform in /)
    .last()
    .fill('12.5');
  await form.getByLabel('Connection').selectOption('tracker');
  await form.getByLabel('Query, in JQL').fill('project = IDEA');
  await form.getByRole('button', { name: 'Add a field' }).click();
  await form.getByRole('group', { name: 'Field 1' }).getByLabel('Field in Jira').fill('Summary');
  await form.getByRole('button', { name: 'Add a field' }).click();
  const second = form.getByRole('group', { name: 'Field 2' });
  await second.getByLabel('Column').selectOption('agenda');
  await second.getByLabel('Field in Jira').fill('Agenda');
  await second.getByLabel('What its values mean').fill('Business = businessTechnology');
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await settled(page);
    await accessible(page, `what holds for initiatives, ${width} wide`);
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(Math.max(0, overflow)).toBe(0);
  }
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('Saved')).toBeVisible();
  onlyRefusals(quiet);
  const stored = await demo.get<ThingList>('/api/v1/configuration/things/organisation');
  expect(stored.things[0]?.thing).toMatchObject({
    initiatives: { discountRate: 8.5, budget: 250000, gate: { teamWeeks: 40 }, jira: { connection: 'tracker' } },
  });

  await page.goto('/initiatives?bring=list');
  const panel = page.getByRole('region', { name: 'Take ideas in from Jira' });
  await panel.getByRole('button', { name: 'Look at the issues first' }).click();
  await expect(panel.getByText('would be new')).toBeVisible();
  await expect(panel.getByText('IDEA-2').first()).toBeVisible();
  await panel.getByRole('button', { name: 'Take the issues in' }).click();
  await expect(page.getByRole('region', { name: 'Waiting to be mended' }).getByText('IDEA-2').first()).toBeVisible();
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await settled(page);
    await accessible(page, `ideas taken in from Jira, ${width} wide`);
  }
  await panel.getByRole('link', { name: 'Ferries that wait' }).click();
  await expect(page.getByRole('link', { name: 'IDEA-1' })).toBeVisible();
  await jira.close();
});

/** Digits as an answer has them, without what a page sets between and around them. */
const bare = (text: string | undefined) => (text ?? '').replace('\u2212', '-').replace(/[^\d.-]/g, '');

/** An initiative of the demo whose case is also known by its live metric. */
async function liveOne(product: Product): Promise<InitiativePage> {
  const { initiatives } = await product.get<InitiativeList>('/api/v1/initiatives');
  for (const row of initiatives) {
    const one = await product.get<InitiativePage>(`/api/v1/initiatives/${row.id}`);
    if (one.case && one.forecast) return one;
  }
  throw new Error('An initiative of the demo is measured by its live metric.');
}

test('the curve of a case is read by keys, as a table, as a picture and as a file with the digits of the API', async ({
  page,
  demo,
}) => {
  const { id: measured, case: known, forecast } = await liveOne(demo);
  const months = (known?.months ?? []).map((month, index) => ({ month, live: forecast?.months[index] }));
  const last = months.at(-1);
  await page.goto(`/initiatives/${measured}`);
  await settled(page);
  const panel = page.getByRole('region', { name: 'Business case', exact: true });
  const chart = panel.getByRole('group', { name: /^Cumulative discounted margin\. Arrow keys/ });
  await chart.focus();
  const said = async () => {
    const [month, cumulative, live, cost, benefit, net] = (await spokenIn(panel).innerText()).split('. ').map(bare);
    return { month, cumulative, live, cost, benefit, net };
  };
  const toBeSaid = (index: number) => {
    const { month, live } = months[index] ?? {};
    return { ...month, month: `${month?.month}`, live: live?.cumulative };
  };
  await page.keyboard.press('End');
  await expect.poll(said).toEqual(toBeSaid(months.length - 1));
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(said).toEqual(toBeSaid(months.length - 13));
  await page.keyboard.press('Home');
  await expect.poll(said).toEqual(toBeSaid(0));
  await page.keyboard.press('ArrowRight');
  await expect.poll(said).toEqual(toBeSaid(1));
  await accessible(page, 'an initiative with the crosshair on its curve');
  await page.keyboard.press('Escape');
  await expect(spokenIn(panel)).toHaveText('');
  await chart.hover({ position: { x: 1, y: 100 } });
  await expect.poll(said).toEqual(toBeSaid(0));

  const box = await chart.boundingBox();
  const picture = await exported(panel, /PNG/);
  expect(picture.suggestedFilename()).toBe(`${measured}-case.png`);
  const size = await sizeOf(picture);
  expect(size.width).toBe(2 * ((box?.width ?? 0) + 32));
  expect(size.height).toBeGreaterThan(2 * (box?.height ?? 0));
  const rows = await csvOf(await exported(panel, /CSV/));
  expect(
    rows.map(({ month, cost, benefit, net, cumulative, live_cumulative: live }) => ({
      ...{ month, cost, benefit, net, cumulative },
      live,
    })),
  ).toEqual(months.map((_, index) => toBeSaid(index)));

  await panel.getByRole('button', { name: 'View as table' }).click();
  await expect(page).toHaveURL(/view=table/);
  const lines = panel.getByRole('table').locator('tbody tr');
  await expect(lines).toHaveCount(months.length);
  const cells = (await lines.last().locator('th, td').allInnerTexts()).map(bare);
  expect(cells).toEqual([
    `${last?.month.month}`,
    last?.month.cost,
    last?.month.benefit,
    last?.month.net,
    last?.month.cumulative,
    last?.live?.cumulative,
  ]);
  await panel.getByRole('button', { name: 'View as chart' }).click();
  await expect(chart).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`every page of initiatives can be read by everybody: ${theme}, ${width} wide`, async ({ page, demo: _ }) => {
      test.setTimeout(180_000);
      await page.setViewportSize({ width, height: 900 });
      for (const path of [
        '',
        '/new',
        '/plan',
        '/map',
        '/one-page-booking',
        '/one-page-booking?view=table',
        '/reminders',
      ]) {
        const [at = '', query = ''] = path.split('?');
        await page.goto(`/initiatives${at}?theme=${theme}${query === '' ? '' : `&${query}`}`);
        await settled(page);
        await accessible(page);
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        expect({ path, overflow: Math.max(0, overflow) }).toEqual({ path, overflow: 0 });
      }
    });
  }
}
