import type { Invited } from '@tandem/contracts/access';
import type { Board } from '@tandem/contracts/board';
import type { MetricPage } from '@tandem/contracts/metrics';
import type { PreferencesAnswer } from '@tandem/contracts/preferences';
import type { SourceList } from '@tandem/contracts/sources';
import type { BrowserContext, Page } from '@playwright/test';
import { accessible, expect, keyResultRows, settled, test } from './stage.js';

test.use({ set: 'shell' });

const looks = [
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 1440 },
  { theme: 'light', width: 390 },
  { theme: 'dark', width: 390 },
] as const;

const palette = (page: Page) => page.getByRole('combobox', { name: /Find a metric/ });

async function choose(context: BrowserContext, url: string, data: object): Promise<void> {
  const answer = await context.request.patch(`${url}/api/v1/account/preferences`, { data, headers: { origin: url } });
  expect(answer.status()).toBe(200);
}

test.describe('the palette', () => {
  test('finds metrics, pages and deeds with the keyboard alone', async ({ page, demo }) => {
    await page.goto(`${demo.url}/board`);
    await settled(page);
    await page.keyboard.press('Control+k');
    await expect(palette(page)).toBeFocused();
    // What is chosen is the best of all that there is, and that comes list by list.
    await settled(page);
    await page.keyboard.type('lead time');
    const chosen = page.getByRole('dialog').getByRole('option', { selected: true });
    await expect(chosen).toContainText('Change lead time');
    expect(await palette(page).getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    await expect(page.getByRole('dialog').getByRole('status')).toContainText('result');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/metrics\/change-lead-time$/);
    await settled(page);
    await page.keyboard.press('/');
    await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option')).toContainText(['Change lead time']);
    await page.keyboard.type('yesterday');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/asOf=/);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('back to now');
    await page.keyboard.press('Enter');
    await expect(page).not.toHaveURL(/asOf=/);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    await expect(palette(page)).toHaveCount(0);
    // Every part of the settings is a page of its own.
    for (const [words, path] of [
      ['alert policies', 'policies'],
      ['settings calendars', 'calendars'],
    ] as const) {
      await page.keyboard.press('Control+k');
      await page.keyboard.type(words);
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(new RegExp(`/settings/${path}$`));
      await settled(page);
    }
  });

  test('is clear to everybody', async ({ page, demo }) => {
    for (const { theme, width } of looks) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${demo.url}/board?theme=${theme}`);
      await settled(page);
      await page.keyboard.press('Control+k');
      await page.keyboard.type('e');
      await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
      await accessible(page, `palette, ${theme}, ${width}`, 'dialog');
      await page.keyboard.press('Escape');
      await page.locator('#as-of-control summary').click();
      await expect(page.getByLabel(/Date and time/)).toBeVisible();
      await accessible(page, `as of, ${theme}, ${width}`, 'header');
      await page.keyboard.press('Escape');
      await page.getByLabel('Saved views of this page').click();
      await accessible(page, `views, ${theme}, ${width}`);
    }
  });
});

test('keys lead to pages, leave whoever types alone, and can be switched off', async ({ page, context, demo }) => {
  await page.goto(`${demo.url}/board`);
  await settled(page);
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page).toHaveURL(/\/metrics$/);
  await settled(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await accessible(page, 'keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeFocused();
  await page.keyboard.type('gb?');
  await expect(palette(page)).toHaveValue('gb?');
  await page.keyboard.press('Escape');
  await choose(context, demo.url, { shortcuts: false });
  await page.goto(`${demo.url}/board`);
  await settled(page);
  await page.keyboard.press('?');
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toBeFocused();
  await expect(page).toHaveURL(/\/board$/);
  await choose(context, demo.url, { shortcuts: true });
});

test.describe('as known at an earlier time', () => {
  test('every page says so, there and back, with the numbers of then', async ({ page, demo }) => {
    const board = await demo.get<Board>('/api/v1/board');
    const metric = board.goals[0]?.keyResults[0]?.metric.key ?? '';
    const minute = () => `${new Date().toISOString().slice(0, 16)}:00.000Z`;
    const then = async () => {
      const at = minute();
      const answer = await demo.fetch(`/api/v1/metrics/${metric}?asKnownAt=${at}`);
      return answer.ok && ((await answer.json()) as MetricPage).current.value !== null ? at : null;
    };
    // A minute that had begun when everything was known already.
    await expect.poll(then, { timeout: 130_000, intervals: [2_000] }).not.toBeNull();
    const at = (await then()) ?? '';
    await page.goto(`${demo.url}/metrics/${metric}`);
    await settled(page);
    await page.locator('#as-of-control summary').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel(/Date and time/).fill(at.slice(0, 16));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`asOf=${encodeURIComponent(at)}`));
    await settled(page);
    await expect(page).toHaveTitle(/as of \d+ \w+ \d{4}, \d\d:\d\d UTC/);
    await expect(page.getByText('Not the present.')).toBeVisible();
    await page.goto(`${demo.url}/board?asOf=${encodeURIComponent(new Date(Date.now() - 60_000).toISOString())}`);
    await settled(page);
    const exported = page.getByRole('link', { name: /CSV/ });
    await page.getByLabel('Export the board', { exact: true }).click();
    expect(await exported.getAttribute('href')).toContain('asKnownAt=');
    await page.keyboard.press('Escape');
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByText('Not the present.')).toBeVisible();
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: 'What has changed since' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Restatements' })).toBeVisible();
    await expect(page.getByText(/Values that were settled and have changed since/)).toBeVisible();
    await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Sources' }).click();
    await expect(page.getByText('This page knows only the present.')).toBeVisible();
    await page.getByRole('button', { name: 'Back to now' }).click();
    await expect(page.getByText('This page knows only the present.')).toHaveCount(0);
    await expect(page).not.toHaveURL(/asOf/);
  });

  test('a time that has not come is refused beside the field', async ({ page, demo }) => {
    await page.goto(`${demo.url}/board`);
    await settled(page);
    await page.locator('#as-of-control summary').click();
    await page.getByLabel(/Date and time/).fill('2099-01-01T00:00');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect(page.getByText('Choose a time that has passed.')).toBeVisible();
    await expect(page).not.toHaveURL(/asOf/);
  });
});

test('a view is saved, shared, opened by somebody else, and what they begin with', async ({ page, browser, demo }) => {
  await page.goto(`${demo.url}/board?status=atRisk`);
  await settled(page);
  await page.getByLabel('Saved views of this page').click();
  await page.getByRole('button', { name: 'Save what is shown as a view' }).click();
  await page.getByLabel('Name of the view').fill('At risk now');
  await page.getByLabel('Share it with the workspace').check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The view “At risk now” was saved.')).toBeVisible();

  const context = await browser.newContext({ baseURL: demo.url });
  const invited = { email: 'reader@example.org', name: 'Reader', role: 'viewer', side: 'it' };
  const { link: invitation } = await demo.post<Invited>('/api/v1/accounts/invitations', invited);
  const accept = { token: invitation.split('#')[1], name: 'Reader', password: 'rowing over calm water' };
  expect((await context.request.post('/api/v1/invitation/accept', { data: accept })).ok()).toBe(true);
  const other = await context.newPage();
  await other.goto('/board');
  await other.getByLabel('Saved views of this page').click();
  const view = other.getByRole('link', { name: /At risk now/ });
  await expect(view).toContainText('shared by');
  await expect(other.getByRole('button', { name: /Change the view/ })).toHaveCount(0);
  await view.click();
  await expect(other).toHaveURL(/\/board\?status=atRisk$/);
  const { views } = (await (await context.request.get('/api/v1/views')).json()) as { views: { id: string }[] };
  await choose(context, demo.url, { startView: views[0]?.id });
  // A browser that has heard of something else before, or of nothing, opens what was chosen all the same.
  await other.goto('/');
  await expect(other).toHaveURL(/\/board\?status=atRisk$/);
  await other.evaluate('localStorage.clear()');
  await other.goto('/');
  await expect(other).toHaveURL(/\/board\?status=atRisk$/);
  await context.close();

  await page.getByRole('button', { name: 'Remove the view “At risk now”' }).click();
  await expect(page.getByText('The view “At risk now” was removed.')).toBeVisible();
});

test('numbers and times follow the reader, digits and exports do not', async ({ page, context, demo }) => {
  await page.goto(`${demo.url}/board`);
  await settled(page);
  const first = async () => (await keyResultRows(page).first().getByRole('cell').nth(1).innerText()).trim();
  const english = await first();
  await page.goto(`${demo.url}/account`);
  await settled(page);
  await page.getByLabel('Numbers and dates').selectOption('de-DE');
  await expect(page.getByText(/1\.234\.567,89/)).toBeVisible();
  await page.getByLabel('Time zone of clocks').selectOption('America/New_York');
  await expect(page.getByText(/1\.234\.567,89.*(GMT-[45]|E[SD]T)/)).toBeVisible();
  await page.getByLabel('Density').selectOption('compact');
  await expect(page.locator('html')).toHaveClass(/compact/);
  await accessible(page, 'account');
  await page.goto(`${demo.url}/board`);
  await settled(page);
  const german = await first();
  expect(german).not.toBe(english);
  expect(german.replace(/\D/g, '')).toBe(english.replace(/\D/g, ''));
  await page.goto(`${demo.url}/sources`);
  await settled(page);
  await expect(page.getByText(/GMT-[45]/).first()).toBeVisible();
  const csv = await context.request.get(`${demo.url}/api/v1/board?format=csv`);
  expect(await csv.text()).not.toContain('GMT-');
  const kept = (await (
    await context.request.get(`${demo.url}/api/v1/account/preferences`)
  ).json()) as PreferencesAnswer;
  expect(kept.preferences).toMatchObject({ locale: 'de-DE', timeZone: 'America/New_York', density: 'compact' });
  await choose(context, demo.url, { locale: 'en-GB', timeZone: null, density: 'comfortable' });
});

test('on paper there are no controls, and the address stands at the foot', async ({ page, demo }) => {
  const board = await demo.get<Board>('/api/v1/board');
  const goal = board.goals[0];
  for (const address of ['/board', `/goals/${goal?.id}`, `/metrics/${goal?.keyResults[0]?.metric.key}`]) {
    await page.goto(`${demo.url}${address}?theme=dark`);
    await settled(page);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('main .btn:visible, main select:visible')).toHaveCount(0);
    await expect(page.locator('header:visible, nav[aria-label="Main"]:visible')).toHaveCount(0);
    await expect(page.getByText(`${demo.url}${address}`)).toBeVisible();
    expect(await page.evaluate(`getComputedStyle(document.body).backgroundColor`)).toBe('rgb(255, 255, 255)');
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'screen' });
  }
});

test('at 200 % zoom and in 320 px nothing scrolls sideways; reduced motion moves nothing', async ({ page, demo }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const width of [720, 320]) {
    await page.setViewportSize({ width, height: 450 });
    for (const address of ['/board', '/account', '/restatements', '/alerts?asOf=2026-11-01T00:00:00Z']) {
      await page.goto(demo.url + address);
      await settled(page);
      const content = await page.evaluate('document.documentElement.scrollWidth');
      expect({ address, width, content }).toEqual({ address, width, content: width });
      const moving = await page.evaluate(
        `document.getAnimations().filter((one) => one.effect.getTiming().duration > 1).length`,
      );
      expect(moving).toBe(0);
    }
  }
});

test('what changes elsewhere appears by itself and leaves focus and scroll where they are', async ({ page, demo }) => {
  await page.setViewportSize({ width: 1440, height: 420 });
  await page.goto(`${demo.url}/sources`);
  await settled(page);
  const link = page.getByRole('link', { name: 'Hotel bookings' }).first();
  await link.focus();
  await page.evaluate('scrollTo(0, 60)');
  const before = await page.evaluate('scrollY');
  await demo.post('/api/v1/sources/hotel-bookings/pause', { reason: 'Tried by the suite' });
  await expect(page.getByText('Tried by the suite')).toBeVisible();
  await expect(link).toBeFocused();
  expect(await page.evaluate('scrollY')).toBe(before);
  await demo.post('/api/v1/sources/hotel-bookings/resume');
});

/** Runs in the page: every text that is seen or read out, each by itself. */
const readTexts = `(() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (parentElement.closest('script, noscript, style, option') === null) texts.push(textContent);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder']) texts.push(element.getAttribute(name) ?? '');
  return texts.map((text) => text.trim()).filter((text) => text !== '');
})()`;

/** What needs no translation: names of products, keys, initials; figures with their units, dates and clocks as `Intl` writes them. */
const names = /^(Tandem|Excel|CSV|NDJSON|Ctrl K|⌘ K|A)$/;
const isMarked = (text: string, data: ReadonlySet<string>) =>
  /^⟦.*⟧$/s.test(text) ||
  text.split(', ').every((name) => data.has(name)) ||
  text
    .split(/ · |, (?=⟦)/)
    .every((part) => /⟦.*⟧/s.test(part) || isFigure(part) || part.split(' + ').every((name) => data.has(name)));
const isFigure = (text: string) =>
  names.test(text) ||
  !/\p{L}{2}/u.test(text.replace(/\b(pp|min|wk|UTC|GMT)\b|[A-Z][a-z]{2}\b|\bSept\b/g, '')) ||
  /^https?:/.test(text);

/** `changeFailed`, the name of a field, is told as "change failed". */
const plainName = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

test('every text of the converted pages comes out of a catalogue', async ({ page, demo }) => {
  const data = new Set<string>();
  const untranslated: Record<string, string[]> = {};
  const collect = (value: unknown): void => {
    if (typeof value === 'string') data.add(value).add(plainName(value));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  page.on('response', (response) => {
    if (/\/api\/v1\/(?!events)/.test(response.url()) && response.status() === 200)
      void response.json().then(collect, () => undefined);
  });
  const [goal] = (await demo.get<Board>('/api/v1/board')).goals;
  const metric = goal?.keyResults[0]?.metric.key;
  const source = (await demo.get<SourceList>('/api/v1/sources')).sources[0]?.id;
  for (const address of [
    '/board',
    '/metrics',
    `/metrics/${metric}`,
    '/metrics/new',
    '/alerts?state=all',
    '/guardrails',
    '/guardrails/new',
    '/settings/organisation',
    '/settings/people',
    '/sources',
    `/sources/${source}`,
    '/catalogue',
    '/account',
    '/restatements',
    `/goals/${goal?.id}`,
    '/reviews/next',
    '/decisions',
    '/initiatives',
    '/nowhere',
  ]) {
    await page.goto(`${demo.url}${address}${address.includes('?') ? '&' : '?'}lang=en-XA`);
    await settled(page);
    const texts: string[] = await page.evaluate(readTexts);
    expect(texts.length).toBeGreaterThan(10);
    const unmarked = texts.filter((text) => !isMarked(text, data) && !data.has(text) && !isFigure(text));
    if (unmarked.length > 0) untranslated[address] = unmarked;
  }
  expect(untranslated).toEqual({});
});
