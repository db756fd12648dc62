import type { SourcePage } from '@tandem/contracts/sources';
import type { Page } from '@playwright/test';
import { accessible, expect, settled, test } from './stage.js';

test.use({ set: 'sources', begins: 'empty' });
test.describe.configure({ mode: 'serial' });

const tickets = [
  'number,opened_at,closed_at,state',
  ...Array.from({ length: 20 }, (_, index) => {
    const day = String((index % 28) + 1).padStart(2, '0');
    return `T${index},2026-09-${day}T08:00:00Z,2026-09-${day}T09:00:00Z,met`;
  }),
  'T90,2026-09-03T08:00:00Z,2026-09-03T12:00:00Z,late',
  'T91,2026-09-04T08:00:00Z,2026-09-04T12:00:00Z,late',
  'T92,the fourth,2026-09-04T12:00:00Z,met',
  '',
].join('\n');

/** From the empty list to the first rows: chosen, filled in, tried, saved. */
async function connect(page: Page): Promise<void> {
  await page.goto('/sources');
  await page.getByRole('link', { name: 'Connect the first one' }).click();
  await page.getByRole('radio', { name: /^Files/ }).check();
  const form = page.getByRole('form', { name: 'Save and read it' });
  await form.getByLabel('Name', { exact: true }).fill('Service desk');
  await expect(form.getByLabel('Id', { exact: true })).toHaveValue('service-desk');
  await form.getByLabel('A file to begin with').setInputFiles({
    name: 'tickets.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(tickets),
  });
  await form.getByLabel('Files that people upload here').check();
  await form.getByRole('button', { name: 'Look for choices' }).click();
  await form
    .getByLabel('Begin with', { exact: true })
    .selectOption({ label: 'Each row is one slaCycle; no column was found for measure' });
  const meaning = form.getByRole('group', { name: 'Meaning 1' });
  await expect(meaning.locator('[name="measure-text"]')).toHaveValue('first-reply');
  await meaning.locator('[name="measure-text"]').fill('resolution');
  await form.getByRole('button', { name: 'Check', exact: true }).click();
  const findings = page.getByRole('region', { name: 'It can be read' });
  await expect(findings).toContainText('20 records, 3 to quarantine');
  await expect(findings).toContainText('resolution');
  await settled(page);
  await accessible(page, 'a form with its findings');
  await page.setViewportSize({ width: 390, height: 900 });
  await accessible(page, 'the same on a phone');
  await page.setViewportSize({ width: 1440, height: 900 });
  await form.getByRole('button', { name: 'Save and read it' }).click();
  await expect(page).toHaveURL(/\/sources\/service-desk$/);
}

test('a data owner connects a file, sees what is refused, mends and dismisses rows, pauses and resumes', async ({
  page,
  stage: { product },
}) => {
  test.setTimeout(120_000);
  await connect(page);
  const refused = page.getByRole('region', { name: 'Refused rows' });
  await expect(refused.getByRole('button', { name: 'Open (3)' })).toBeVisible({ timeout: 30_000 });
  const source = () => product.get<SourcePage>('/api/v1/sources/service-desk');
  await expect.poll(async () => (await source()).source.lastRun?.state, { timeout: 30_000 }).toBe('succeeded');
  await settled(page);
  await accessible(page, 'a source with refused rows');

  const reasons = page.getByRole('list', { name: 'Reasons with several rows' });
  await reasons.getByRole('button', { name: /^Mend all 2/ }).click();
  await reasons.getByLabel('Column to set').fill('state');
  await reasons.getByLabel('To this value').fill('breached');
  await accessible(page, 'rows of one reason being mended');
  await reasons.getByRole('button', { name: 'Set it in 2 rows' }).click();
  await expect(refused.getByRole('button', { name: 'Open (1)' })).toBeVisible();

  await refused.getByRole('button', { name: /^Mend tickets\.csv, line 24/ }).click();
  const row = page.getByRole('form', { name: /^Mend tickets\.csv/ });
  await row.getByLabel('opened_at').fill('2026-09-04T08:00:00Z');
  await accessible(page, 'one row being mended');
  await row.getByRole('button', { name: 'Store the mended row' }).click();
  await expect(refused.getByRole('button', { name: 'Open (0)' })).toBeVisible();
  await refused.getByRole('button', { name: 'Mended' }).click();
  await expect(refused.getByRole('listitem').filter({ hasText: 'Mended by' })).toHaveCount(3);
  const { totals } = await source();
  expect(totals).toMatchObject({ stored: 23 });
  expect(totals.received).toBe(totals.stored + totals.unchanged + totals.quarantined);

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByLabel('Why is it paused?').fill('The desk moves to another system');
  await page.getByRole('form', { name: 'Pause this source' }).getByRole('button', { name: 'Pause' }).click();
  const notice = page.getByRole('region', { name: 'What stands in the way' });
  await expect(notice).toContainText('The desk moves to another system');
  await settled(page);
  await accessible(page, 'a paused source');
  expect((await source()).source.state).toBe('paused');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(notice).toHaveCount(0);
  await expect.poll(async () => (await source()).source.lastRun?.unchanged, { timeout: 30_000 }).toBe(20);
  expect((await source()).source).toMatchObject({ state: 'stale', quarantined: 0 });
});

test('settings are opened and kept, and what is wrong stands at its field', async ({ page, quiet }) => {
  await page.goto('/sources/service-desk/settings');
  const form = page.getByRole('form', { name: 'Save the settings' });
  await form.getByLabel('Delimiter').fill('ab');
  await form.getByRole('button', { name: 'Save the settings' }).click();
  await expect(form.getByText('must be one ASCII character such as ";"')).toBeVisible();
  // The browser notes that the slip was answered with a refusal; nothing else may have gone wrong.
  expect(quiet.splice(0)).toEqual([
    expect.stringMatching(/^400 .*settings$/),
    expect.stringContaining('status of 400'),
  ]);
  await accessible(page, 'settings with a fault');
  await form.getByLabel('Delimiter').fill('');
  await form.getByLabel('Name', { exact: true }).fill('Service desk of old');
  await form.getByRole('button', { name: 'Save the settings' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Service desk of old');
});
