import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { GoalPage } from '@tandem/contracts/goals';
import type { Product } from '../product/start-product.js';
import { csvOf, exported, spokenIn } from './chart.js';
import { person } from './person.js';
import { accessible, expect, onlyRefusals, settled, test } from './stage.js';

test.use({ set: 'goals' });

const id = 'more-bookings-become-stays';

/** Makes a joint goal from the template, which says beside its fields what is still wrong. */
async function makes(page: Page, faults: string[]): Promise<void> {
  await page.goto('/goals');
  await page.getByRole('link', { name: 'Make a goal' }).click();
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
  onlyRefusals(faults);
  await form.getByRole('button', { name: 'Make the goal' }).click();
  await page.waitForURL(`**/goals/${id}`);
  await expect(page.getByRole('heading', { name: 'waits for the signatures' })).toBeVisible();
  await settled(page);
  await accessible(page, 'a goal that waits');
}

/** What both sides said is read by keys, as a table and as a file. */
async function confidenceIsRead(page: Page, product: Product): Promise<void> {
  const panel = page.getByRole('region', { name: 'Confidence of both sides', exact: true });
  await panel.getByRole('group', { name: /over time, 0 to 10/ }).focus();
  await page.keyboard.press('End');
  await expect(spokenIn(panel)).toContainText(/Marketing.*6 of 10.*The autumn campaign runs well\./);
  await page.keyboard.press('Escape');
  await expect(spokenIn(panel)).toHaveText('');
  const picture = await exported(panel, /PNG/);
  expect(picture.suggestedFilename()).toBe(`${id}-confidence.png`);
  const { checkIns } = await product.get<GoalPage>(`/api/v1/goals/${id}`);
  const rows = await csvOf(await exported(panel, /CSV/));
  expect(rows.map(({ at, confidence, note }) => ({ at, confidence, note }))).toEqual(
    checkIns.map(({ at, confidence, note }) => ({ at, confidence: `${confidence}`, note })),
  );
  await panel.getByRole('button', { name: 'View as table' }).click();
  await expect(page).toHaveURL(/confidence=table/);
  await expect(panel.getByRole('table').locator('tbody tr')).toHaveCount(checkIns.length);
  await accessible(page, 'the confidence as a table');
  await panel.getByRole('button', { name: 'View as chart' }).click();
}

test('the path of a key result is read by keys, as a table, as a picture and as a file with the digits of the API', async ({
  page,
  demo,
}) => {
  const goal = await demo.get<GoalPage>('/api/v1/goals/guests-arrive');
  const result = goal.keyResults.find((one) => one.id === goal.paths[0]?.keyResult);
  if (!result) throw new Error('A key result of the demo has a path.');
  await page.goto('/goals/guests-arrive');
  await settled(page);
  const panel = page.getByRole('article').filter({ has: page.getByRole('heading', { name: result.metric.title }) });
  await panel.getByRole('group', { name: /path and forecast\. Arrow keys/ }).focus();
  await page.keyboard.press('End');
  await expect(spokenIn(panel)).toContainText(/due date\. Target /);
  await page.keyboard.press('ArrowLeft');
  await expect(spokenIn(panel)).toContainText(/days to then .*Pace .*Against pace .*(ahead|behind|on the path)/);
  await accessible(page, 'a goal with the crosshair on its path');
  const picture = await exported(panel, /PNG/);
  expect(picture.suggestedFilename()).toBe(`guests-arrive-${result.metric.key}.png`);
  expect((await readFile(await picture.path())).length).toBeGreaterThan(10_000);
  const rows = await csvOf(await exported(panel, /CSV/));
  const expected = goal.keyResults.flatMap(({ id: keyResult, trend }) =>
    trend.map((point) => ({ keyResult, ...point })),
  );
  const shown = (text: string | null | undefined) => (text === '' ? null : text);
  expect(
    rows.map((row) => ({
      keyResult: row['key_result'],
      end: row['period_end'],
      value: shown(row['value']),
      expected: shown(row['expected']),
    })),
  ).toEqual(expected);
  await panel.getByRole('button', { name: 'View as table' }).click();
  await expect(page).toHaveURL(/view=table/);
  const days = panel.getByRole('table').locator('tbody tr');
  await expect(days).toHaveCount(result.trend.length + 1);
  await expect(days.nth(1)).toContainText(result.current.value ?? '–');
});

test('a joint goal is made by one side, signed by the other, and its target moves the same way', async ({
  browser,
  demo,
  quiet,
}) => {
  const marketing = await person(browser, demo, quiet, {
    role: 'owner',
    side: 'marketing',
    personId: 'product-marketing',
  });
  const it = await person(browser, demo, quiet, { role: 'owner', side: 'it', personId: 'platform-engineering' });
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

  await confidenceIsRead(ours, demo);

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

/** Changes who owns a published goal for IT and what it is called; the form says at its field what may not be. */
async function rewords(
  page: Page,
  faults: string[],
  { title, owner }: { title: string; owner: string },
): Promise<void> {
  await page.goto('/goals/improvements-weekly');
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  const form = page.getByRole('form', { name: 'The goal' });
  const save = form.getByRole('button', { name: 'Save' });
  await expect(save).toBeDisabled();
  await form.getByLabel('Goal', { exact: true }).fill(title);
  const ofIt = form.getByLabel('Owner in IT');
  await ofIt.selectOption('');
  await save.click();
  await expect(ofIt).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByText('it keeps an owner of IT')).toBeVisible();
  const signed = page.getByRole('region', { name: 'What was agreed' });
  await expect(signed.getByRole('link', { name: 'Propose a change of these' })).toHaveAttribute(
    'href',
    '/goals/improvements-weekly/propose',
  );
  await settled(page);
  await accessible(page, 'the words of a published goal');
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  onlyRefusals(faults);
  await ofIt.selectOption(owner);
  await save.click();
  await page.waitForURL('**/goals/improvements-weekly');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

test('what of a published goal needs no signature is changed by one side, and the history says who did', async ({
  browser,
  demo,
  quiet,
}) => {
  const context = await person(browser, demo, quiet, {
    role: 'contributor',
    side: 'marketing',
    personId: 'digital-marketing',
  });
  const page = await context.newPage();
  for (const { width, title, owner } of [
    { width: 1440, title: 'Improvements reach guests each week', owner: 'service-operations' },
    { width: 390, title: 'Guests get improvements each week', owner: 'platform-engineering' },
  ]) {
    await page.setViewportSize({ width, height: 900 });
    const before = await demo.get<GoalPage>('/api/v1/goals/improvements-weekly');
    await rewords(page, quiet, { title, owner });
    const after = await demo.get<GoalPage>('/api/v1/goals/improvements-weekly');
    expect(after).toMatchObject({ title, published: true, version: before.version, owners: { it: { id: owner } } });
    expect(after.terms).toEqual(before.terms);
    const history = page.getByRole('region', { name: 'History' });
    await history.getByText('Every step').click();
    const step = history.getByRole('listitem').filter({ hasText: 'Digital Marketing changed it' }).first();
    await expect(step).toContainText(`${before.title} → ${title}`);
    await expect(step).toContainText(`owner of IT: ${before.owners.it?.name} → ${after.owners.it?.name}`);
    await settled(page);
    await accessible(page, `the history of a goal whose words were changed, ${width}`);
  }
  await context.close();
});

test('who changes a goal that somebody else has changed meanwhile is told, and chooses', async ({
  browser,
  demo,
  quiet,
}) => {
  const context = await person(browser, demo, quiet, {
    role: 'owner',
    side: 'it',
    personId: 'service-operations',
    name: 'slow',
  });
  const page = await context.newPage();
  await page.goto('/goals/answers-quickly/edit');
  const form = page.getByRole('form', { name: 'The goal' });
  const outcome = form.getByLabel('Business outcome');
  await outcome.fill('Answers come in a week.');
  const { wording } = await demo.get<GoalPage>('/api/v1/goals/answers-quickly');
  const other = { ...wording, outcome: 'Guests are answered.' };
  const reply = await context.request.put('/api/v1/goals/answers-quickly/wording', { data: other });
  expect(reply.status()).toBe(200);
  await expect(form.getByText('Somebody has changed this goal')).toBeVisible();
  await expect(form.getByRole('button', { name: 'Save' })).toBeDisabled();
  await accessible(page, 'a goal that was changed meanwhile');
  await form.getByRole('button', { name: 'Take what stands now' }).click();
  await expect(outcome).toHaveValue('Guests are answered.');
  await outcome.fill('Answers come in a week.');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL('**/goals/answers-quickly');
  expect((await demo.get<GoalPage>('/api/v1/goals/answers-quickly')).outcome).toBe('Answers come in a week.');
  await context.close();
});

for (const width of [1440, 390]) {
  for (const theme of ['light', 'dark']) {
    test(`goals are clear to everybody, ${theme} at ${width}`, async ({ page, demo }) => {
      await page.setViewportSize({ width, height: 900 });
      expect(demo.url).toBeTruthy();
      for (const address of [
        '/goals',
        '/goals/guests-arrive',
        '/goals/guests-arrive?view=table&confidence=table',
        '/goals/desk-keeps-pace',
      ]) {
        await page.goto(`${address}${address.includes('?') ? '&' : '?'}theme=${theme}`);
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
