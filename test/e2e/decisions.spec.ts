import type { Page } from '@playwright/test';
import type { ActionList } from '@tandem/contracts/actions';
import type { Decision, DecisionList } from '@tandem/contracts/decisions';
import type { CommunicationGaps, Pulse } from '@tandem/contracts/talk';
import pg from 'pg';
import type { Product } from '../product/start-product.js';
import { csvOf, exported, sizeOf, spokenIn } from './chart.js';
import { tabTo } from './keys.js';
import { person } from './person.js';
import { accessible, expect, settled, test } from './stage.js';

test.use({ set: 'decisions' });

const looks = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 1440 },
  { theme: 'light', width: 390 },
  { theme: 'dark', width: 390 },
] as const;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Drafts with the form what the demo's bookings are to do, and puts it forward. */
async function drafts(page: Page): Promise<string> {
  await page.goto('/decisions');
  await page.getByRole('link', { name: 'Draft a decision' }).click();
  await page.getByLabel('Title').fill('Ask for a deposit');
  await page.getByLabel('Reason').fill('Guests who have paid arrive.');
  await page.getByLabel('Metric').selectOption({ label: 'Bookings kept' });
  await page.getByLabel('By how much').fill('2');
  await page.getByLabel('By when').fill(inDays(14));
  await settled(page);
  await accessible(page, 'the form of a decision');
  await page.getByRole('button', { name: 'Put it forward' }).click();
  await page.waitForURL(/\/decisions\/\d+$/);
  await expect(page.getByText('Waits for a signature')).toBeVisible();
  return page.url().split('/').at(-1) ?? '';
}

/** Moves the day of a promise to one whose numbers are settled, as if two weeks had passed. */
async function passes(databaseUrl: string, id: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`set tandem.workspace = 'main'`);
    const day = inDays(-21);
    const { rowCount } = await client.query(
      `update decision set content = jsonb_set(content, '{effect,by}', to_jsonb($2::text)), effect_due = $3 where id = $1`,
      [id, day, new Date(`${day}T23:59:59Z`)],
    );
    expect(rowCount).toBe(1);
  } finally {
    await client.end();
  }
}

test('a decision is drafted by one side, signed by the other, and graded by its metric', async ({
  browser,
  demo,
  stage,
  quiet,
}) => {
  test.setTimeout(180_000);
  const marketing = await person(browser, demo, quiet, {
    role: 'owner',
    side: 'marketing',
    personId: 'product-marketing',
  });
  const it = await person(browser, demo, quiet, { role: 'owner', side: 'it', personId: 'platform-engineering' });
  const [ours, theirs] = [await marketing.newPage(), await it.newPage()];
  const id = await drafts(ours);
  await expect(ours.getByText('now it waits for the other side')).toBeVisible();

  await theirs.goto('/decisions');
  await expect(theirs.getByRole('region', { name: 'Communication gaps' }).getByText('Ask for a deposit')).toBeVisible();
  await theirs.getByRole('list', { name: 'Decisions' }).getByRole('link', { name: 'Ask for a deposit' }).click();
  await theirs.getByRole('button', { name: 'Sign for IT' }).click();
  await expect(theirs.getByText('In force', { exact: true })).toBeVisible();
  const signed = await demo.get<Decision>(`/api/v1/decisions/${id}`);
  expect(signed.effect?.baseline?.value).toMatch(/^\d+\.\d$/);

  // An action that follows from it: opened by marketing for IT, moved and closed by IT with the keyboard alone.
  await ours.goto(`/decisions/${id}`);
  await ours.getByText('Open an action').click();
  await ours.getByLabel('What is to be done').fill('Take deposits at the desk');
  await ours.getByLabel('Owner').selectOption({ label: 'Head of Platform Engineering, IT' });
  await ours.getByLabel('Last day').fill(inDays(7));
  await ours.getByRole('button', { name: 'Open it' }).click();
  await expect(
    ours.getByRole('region', { name: 'Actions' }).getByText('Take deposits at the desk').first(),
  ).toBeVisible();
  await theirs.goto('/decisions');
  await tabTo(theirs.locator('summary', { hasText: 'Take deposits at the desk' }));
  await theirs.keyboard.press('Enter');
  await tabTo(theirs.getByLabel('What came of it, or why it moves'));
  await theirs.keyboard.type('Every desk takes them.');
  await theirs.keyboard.press('Enter');
  await expect(theirs.getByText('No action is open.')).toBeVisible();
  const { actions } = await demo.get<ActionList>('/api/v1/actions');
  expect(actions).toMatchObject([{ status: 'done', result: 'Every desk takes them.', decision: id }]);
  await theirs.getByLabel('Actions shown').selectOption('all');
  await expect(theirs.getByText('Every desk takes them.')).toBeVisible();

  await passes(stage.databaseUrl, id);
  await expect
    .poll(async () => (await demo.get<Decision>(`/api/v1/decisions/${id}`)).grades.length, { timeout: 90_000 })
    .toBe(1);
  const [grade] = (await demo.get<Decision>(`/api/v1/decisions/${id}`)).grades;
  const words = { hit: 'Hit', partly: 'Partly', missed: 'Missed', cannotTell: 'Cannot tell' } as const;
  await ours.goto(`/decisions/${id}`);
  await expect(ours.getByRole('list', { name: 'Grades' })).toContainText(words[grade?.grade ?? 'cannotTell']);
  await expect(ours.getByRole('list', { name: 'Grades' })).toContainText('Version 1 of the definition');
  for (const context of [marketing, it]) await context.close();
});

test('a communication gap appears by rule and goes with a check-in', async ({ browser, demo, quiet }) => {
  const service = await person(browser, demo, quiet, { role: 'owner', side: 'it', personId: 'service-operations' });
  const page = await service.newPage();
  const silent = async () =>
    (await demo.get<CommunicationGaps>('/api/v1/communication-gaps')).gaps.filter(
      ({ code, sides, subject }) => code === 'checkInMissing' && sides[0] === 'it' && subject.id === 'guests-arrive',
    ).length;
  expect(await silent()).toBe(1);
  await page.goto('/decisions');
  const gaps = page.getByRole('region', { name: 'Communication gaps' });
  await gaps.getByRole('row').filter({ hasText: 'No check-in' }).getByRole('link').first().click();
  await page.waitForURL('**/goals/**');
  await page.goto('/goals/guests-arrive');
  const checkIn = page.getByRole('form', { name: 'Check in' });
  await checkIn.getByLabel('What makes you say so').fill('The desk is staffed.');
  await checkIn.getByRole('button', { name: 'Check in for IT' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'The desk is staffed.' })).toBeVisible();
  expect(await silent()).toBe(0);
  await service.close();
});

test('both sides answer the pulse, which draws the distance between them', async ({ browser, demo, quiet }) => {
  const text = JSON.stringify({ version: 1, organisation: { communication: { pulseMinimum: 2 } } });
  await demo.post('/api/v1/configuration', { text });
  const answers = [
    { side: 'marketing', keys: 'ArrowRight' },
    { side: 'marketing', keys: 'ArrowRight' },
    { side: 'it', keys: 'ArrowLeft' },
    { side: 'it', keys: 'ArrowLeft' },
  ] as const;
  for (const [index, { side, keys }] of answers.entries()) {
    const context = await person(browser, demo, quiet, {
      role: 'viewer',
      side,
      personId: null,
      name: `pulse-${index}`,
    });
    const page = await context.newPage();
    await page.goto('/agreements');
    const form = page.getByRole('form', { name: 'Answer the pulse' });
    await expect(form.getByRole('slider')).toHaveCount(2);
    for (const slider of await form.getByRole('slider').all()) {
      await slider.focus();
      for (let step = 0; step < 3; step += 1) await page.keyboard.press(keys);
    }
    await form.getByRole('button', { name: 'Answer' }).click();
    await expect(page.getByText('You have answered for this round')).toBeVisible();
    if (index === answers.length - 1) {
      await page.getByLabel('Metric beside it').selectOption({ label: 'Bookings kept' });
      const panel = page.getByRole('region', { name: 'Alignment pulse' });
      await panel.getByRole('button', { name: 'View as table' }).click();
      const row = panel.getByRole('row').nth(1);
      await expect(row).toContainText('8.0 (2)');
      await expect(row).toContainText('2.0 (2)');
      await expect(row).toContainText('6.0');
      await page.goto('/decisions');
      await expect(page.getByText('Marketing 8, IT 2: 6 points apart.')).toBeVisible();
    }
    await context.close();
  }
});

/** Rounds of the past, which nobody can answer any more: near each other, one side silent, far apart. Two answers of a side show it. */
async function pulseOfThePast(product: Product, databaseUrl: string): Promise<Pulse> {
  const text = JSON.stringify({ version: 1, organisation: { communication: { pulseMinimum: 2 } } });
  await product.post('/api/v1/configuration', { text });
  const month = (back: number) => {
    const today = new Date();
    return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 1)).toISOString().slice(0, 7);
  };
  const rounds = [
    { key: `${month(2)}-a`, marketing: 7, it: 6 },
    { key: `${month(2)}-b`, marketing: 8, it: null },
    { key: `${month(1)}-a`, marketing: 9, it: 4 },
  ];
  const answers = rounds.flatMap(({ key, ...sides }) =>
    Object.entries(sides).flatMap(([side, points]) => (points === null ? [] : [{ key, side, points }])),
  );
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`set tandem.workspace = 'main'`);
    for (const { key, side, points } of answers)
      await client.query(
        `insert into pulse_answer (workspace, round, side, same_outcome, told_in_time)
         values ('main', $1, $2, $3::int, $3::int), ('main', $1, $2, $3::int, $3::int + 1)`,
        [key, side, points],
      );
  } finally {
    await client.end();
  }
  return product.get<Pulse>('/api/v1/pulse?metric=booking-conversion');
}

test('the pulse is read by keys, as a table, as a picture and as a file with the digits of the API', async ({
  page,
  demo,
  stage,
}) => {
  const { rounds } = await pulseOfThePast(demo, stage.databaseUrl);
  expect(rounds.slice(0, 3).map(({ gap }) => gap)).toEqual([1, null, 5]);
  await page.goto('/agreements?kpi=booking-conversion');
  await settled(page);
  const panel = page.getByRole('region', { name: 'Alignment pulse' });
  const chart = panel.getByRole('group', { name: /^Points between the two sides, .*Arrow keys/ });
  await chart.focus();
  const says = (index: number, apart: string) => expect(spokenIn(panel)).toContainText(saidOf(rounds[index], apart));
  await page.keyboard.press('Home');
  await says(0, '1.0');
  await page.keyboard.press('ArrowRight');
  await says(1, 'too few answers');
  await page.keyboard.press('ArrowRight');
  await says(2, '5.0');
  await expect(spokenIn(panel)).toContainText('More than 2 points apart, which is a gap');
  await accessible(page, 'the pulse with its crosshair');
  await page.keyboard.press('Shift+ArrowLeft');
  await says(0, '1.0');
  await page.keyboard.press('End');
  await expect(spokenIn(panel)).not.toContainText('Apart 1.0');
  await page.keyboard.press('Escape');
  await expect(spokenIn(panel)).toHaveText('');
  await chart.hover({ position: { x: 1, y: 80 } });
  await says(0, '1.0');

  const box = await chart.boundingBox();
  const picture = await exported(panel, /PNG/);
  expect(picture.suggestedFilename()).toBe('alignment-pulse.png');
  const size = await sizeOf(picture);
  expect(size.width).toBe(2 * ((box?.width ?? 0) + 32));
  expect(size.height).toBeGreaterThan(2 * (box?.height ?? 0));
  const rows = await csvOf(await exported(panel, /CSV/));
  const digits = (number: number | null) => (number === null ? null : `${number}`);
  expect(
    rows.map((row) => ({
      round: row['round'],
      marketing: [row['marketing_answers'], row['marketing_score']],
      it: [row['it_answers'], row['it_score']],
      gap: row['points_apart'],
      value: row['value'],
    })),
  ).toEqual(
    rounds.map(({ round, sides: { marketing, it }, gap, value }) => ({
      round: round.key,
      marketing: [`${marketing.count}`, digits(marketing.score)],
      it: [`${it.count}`, digits(it.score)],
      gap: digits(gap),
      value,
    })),
  );

  await panel.getByRole('button', { name: 'View as table' }).click();
  await expect(page).toHaveURL(/view=table/);
  const lines = panel.getByRole('table').locator('tbody tr');
  await expect(lines).toHaveCount(rounds.length);
  const [first] = rounds;
  await expect(lines.last().locator('td')).toHaveText(['7.3 (2)', '6.3 (2)', '1.0', `${first?.value ?? '–'}%`]);
  await accessible(page, 'the pulse as a table');
  await panel.getByRole('button', { name: 'View as chart' }).click();
  await expect(chart).toBeVisible();
});

/** What the chart reads out of a round, as the answer has it. */
function saidOf(round: Pulse['rounds'][number] | undefined, apart: string): string {
  const score = (side: 'marketing' | 'it') => {
    const { score: points = null, count = 0 } = round?.sides[side] ?? {};
    return `${points === null ? '–' : points.toFixed(1)} (${count})`;
  };
  const value = round?.value ?? null;
  return [
    `Apart ${apart}`,
    `Marketing (answers) ${score('marketing')}`,
    `IT (answers) ${score('it')}`,
    `Bookings kept ${value === null ? '–' : `${value}%`}`,
  ].join('. ');
}

test('the pages hold in light and dark, wide and narrow', async ({ page, demo }) => {
  test.setTimeout(180_000);
  const { decisions } = await demo.get<DecisionList>('/api/v1/decisions');
  const goal = '/goals/problems-solved';
  const pages = ['/decisions', '/decisions/new', `/decisions/${decisions[0]?.id ?? ''}`, '/agreements', goal];
  for (const address of pages) {
    for (const { theme, width } of looks) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${address}?theme=${theme}`);
      await settled(page);
      await accessible(page, `${address}, ${theme}, ${width} wide`);
    }
    await page.setViewportSize({ width: 320, height: 900 });
    await page.goto(address);
    await settled(page);
    const sideways = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect({ address, sideways }).toEqual({ address, sideways: 0 });
  }
});
