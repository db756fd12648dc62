import type { ThingList } from '@tandem/contracts/settings';
import { signIn } from '../product/sign-in.js';
import { accessible, expect, onlyRefusals, settled, test, watch } from './stage.js';

test.use({ set: 'forms' });

test('settings are changed with what follows from it before one’s eyes, undone, and restored from the history', async ({
  page,
  demo,
  quiet,
}) => {
  await page.goto('/settings');
  await expect(page).toHaveURL(/\/settings\/organisation$/);
  const form = page.getByRole('form', { name: 'Organisation' });
  const name = form.getByLabel('Name', { exact: true });
  const before = await name.inputValue();
  const effect = page.getByRole('region', { name: 'What this changes' });

  await form.getByLabel('Time zone').fill('Asia/Tokyo');
  await expect(effect).toContainText('Asia/Tokyo');
  await expect(effect).toContainText('All 7 metrics are counted anew');
  await form.getByLabel('Time zone').fill('Europe/Lisbon');
  await name.fill('Northern Ferries');
  await form.getByLabel('The fiscal year starts in').selectOption('april');
  await expect(effect).toContainText('Northern Ferries');
  await settled(page);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('status')).toContainText('Saved.');
  const organisation = async () =>
    (await demo.get<ThingList>('/api/v1/configuration/things/organisation')).things[0]?.thing ?? {};
  expect(await organisation()).toMatchObject({ name: 'Northern Ferries', fiscalYearStartsIn: 'april' });

  await form.getByRole('button', { name: 'Undo' }).click();
  await expect(name).toHaveValue(before);
  expect(await organisation()).toMatchObject({ name: before, fiscalYearStartsIn: 'january' });

  await page.goto('/settings/history?kind=organisation');
  const restore = page.getByRole('button', { name: 'Restore this version' });
  const entry = page.getByRole('listitem').filter({ has: restore, hasText: 'Northern Ferries' }).last();
  await expect(entry).toContainText('changed by');
  await entry.getByRole('button', { name: 'Restore this version' }).click();
  await expect(page.getByText('Restored.')).toBeVisible();
  expect(await organisation()).toMatchObject({ name: 'Northern Ferries' });
  onlyRefusals(quiet);
});

test('a calendar is made with the keyboard only, with holidays pasted, and its week is seen', async ({
  page,
  demo,
  quiet,
}) => {
  await page.goto('/settings/calendars/new');
  const form = page.getByRole('form', { name: 'New calendar' });
  await form.getByLabel('Name').focus();
  await page.keyboard.type('support');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Europe/Berlin');
  await page.keyboard.press('Escape');
  // Monday to Sunday, the hours, then one more entry of hours: Saturday.
  for (let step = 0; step < 8; step += 1) await page.keyboard.press('Tab');
  await expect(form.getByLabel('From')).toBeFocused();
  await page.keyboard.type('08:00');
  await page.keyboard.press('Tab');
  await page.keyboard.type('18:00');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('group', { name: 'Hours 2' })).toBeVisible();
  const summary = form.getByText('Add from a list or a calendar file');
  await summary.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Christmas 2026-12-25');
  await page.keyboard.press('Enter');
  await page.keyboard.type('26.12.2026');
  await expect(form.getByText('2 dates found')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(form.getByRole('button', { name: 'Add these dates' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(form.getByRole('textbox', { name: 'Holidays' })).toHaveValue('2026-12-25\n2026-12-26');
  await form.getByRole('button', { name: 'Save' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings\/calendars\/support/);
  const { things } = await demo.get<ThingList>('/api/v1/configuration/things/calendar');
  expect(things.find(({ id }) => id === 'support')?.thing).toMatchObject({
    timeZone: 'Europe/Berlin',
    hours: [
      { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '08:00', to: '18:00' },
      { days: ['saturday'], from: '09:00', to: '12:00' },
    ],
    holidays: ['2026-12-25', '2026-12-26'],
  });
  await page.goto('/settings/calendars/support?week=2026-12-21');
  const week = page.getByRole('region', { name: 'Open in this week' });
  await expect(week.getByRole('row').filter({ hasText: '25 Dec' })).toContainText('holiday');
  await expect(week).toContainText('Together 40 h');
  onlyRefusals(quiet);
});

test('two browsers that change the same thing see each other’s version, and choose', async ({
  browser,
  page,
  stage,
  demo,
  quiet,
}) => {
  await demo.post('/api/v1/configuration', {
    text: JSON.stringify({ version: 1, teams: [{ id: 'night', title: 'Night desk', side: 'it' }] }),
  });
  const other = await browser.newContext({ baseURL: demo.url });
  watch(other, quiet);
  await signIn(other, stage.product);
  const theirs = await other.newPage();
  for (const one of [page, theirs]) {
    await one.goto('/settings/teams/team/night');
    await settled(one);
  }
  const save = async (one: typeof page, title: string) => {
    const form = one.getByRole('form', { name: 'New team' });
    await form.getByLabel('Name of the team').fill(title);
    await form.getByRole('button', { name: 'Save' }).click();
    return form;
  };
  await expect((await save(theirs, 'Late desk')).getByRole('status')).toContainText('Saved.');
  const form = await save(page, 'Early desk');
  const conflict = form.getByRole('alert');
  await expect(conflict).toContainText('Somebody else has changed this meanwhile');
  await expect(conflict.getByRole('row').filter({ hasText: 'title' })).toContainText('Early deskLate desk');
  await accessible(page, 'a conflict');
  await conflict.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(form.getByRole('status')).toContainText('Saved.');
  await expect(conflict).toHaveCount(0);
  const { things } = await demo.get<ThingList>('/api/v1/configuration/things/team');
  expect(things.find(({ id }) => id === 'night')?.thing).toMatchObject({ title: 'Early desk' });
  await other.close();
});

const pages = [
  '/settings/organisation',
  '/settings/calendars',
  '/settings/calendars/new',
  '/settings/teams',
  '/settings/teams/person/new',
  '/settings/channels',
  '/settings/channels/new',
  '/settings/policies',
  '/settings/policies/new',
  '/settings/history',
];
for (const theme of ['light', 'dark']) {
  test(`settings are clear to everybody, ${theme}, wide and narrow`, async ({ page, demo }) => {
    expect(demo.url).toBeTruthy();
    for (const address of pages) {
      await page.goto(`${address}?theme=${theme}`);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await settled(page);
        await accessible(page, `${address} ${theme} ${width}`);
        const sideways = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect([address, width, sideways]).toEqual([address, width, 0]);
      }
    }
  });
}
