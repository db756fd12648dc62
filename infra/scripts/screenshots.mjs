// npm run screenshots: every page with the demo, in light and dark, wide and narrow, kept in docs/screenshots.
import fs from 'node:fs';
import path from 'node:path';
import { findBrowser } from './find-browser.mjs';
import { prepareProject } from './prepare-project.mjs';
import { inProject } from './project.mjs';
import { smallPng } from './small-png.mjs';
import { loadDemo, readJson, signIn, startTrial, trialDirectory, trialHeaders } from './trial-product.mjs';

const folder = inProject('docs/screenshots');
const themes = ['light', 'dark'];
const widths = /** @type {const} */ ([1440, 390]);
const least = 560;
const tallest = { 1440: 1400, 390: 1800 };

if (!(await prepareProject('all'))) process.exit(1);
const found = findBrowser(process.env);
if ('reason' in found) {
  process.stderr.write(`There are no screenshots without a browser: ${found.reason}\n`);
  process.exit(1);
}

const directory = trialDirectory();
const product = await startTrial(directory);
try {
  const { chromium } = await import('@playwright/test');
  // Chromium's sandbox cannot be set up by root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: found.path, args: ['--disable-gpu', ...asRoot] });
  try {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    await keep(browser, { welcome: '/board' });
    await loadDemo(product.url);
    await speakForMarketing();
    await keep(browser, await demoPages());
    await keep(browser, { 'sign-in': '/sign-in' }, { signedIn: false });
    await breakGuardrail();
    await keep(browser, await breachPages());
    await refuseRows();
    await keep(browser, { 'source-refused': '/sources/servicenow' });
  } finally {
    await browser.close();
  }
} finally {
  await product.stop();
  fs.rmSync(directory, { recursive: true, force: true });
}

const files = fs.readdirSync(folder).map((name) => fs.statSync(path.join(folder, name)).size);
const total = files.reduce((sum, size) => sum + size, 0);
process.stdout.write(`${files.length} screenshots, ${Math.round(total / 1024)} KiB, are in docs/screenshots.\n`);

/** @returns {Promise<Record<string, string>>} */
async function demoPages() {
  const board = await readJson(`${product.url}/api/v1/board`);
  const [goal] = board.goals;
  const { metric, current } = goal.keyResults.at(-1);
  return {
    board: '/board',
    reviews: '/reviews',
    review: '/reviews/next',
    'review-presenting': '/reviews/next?present=whatMoved',
    goals: '/goals',
    goal: `/goals/${goal.id}`,
    'new-goal': '/goals/new',
    'propose-goal': `/goals/${goal.id}/propose`,
    metrics: '/metrics',
    'new-metric': '/metrics/new?from=change-fail-rate',
    'ready-made': '/catalogue?family=delivery',
    'ready-made-metric': '/catalogue/change-fail-rate',
    metric: `/metrics/${metric.key}`,
    propose: `/metrics/${metric.key}/propose`,
    records: `/metrics/${metric.key}/records?from=${current.start}&to=${current.end}`,
    initiatives: '/initiatives',
    'new-initiative': '/initiatives/new',
    initiative: '/initiatives/one-page-booking',
    'initiative-launched': '/initiatives/reminders',
    'initiative-plan': '/initiatives/plan',
    'initiative-map': '/initiatives/map',
    sources: '/sources',
    source: '/sources/servicenow',
    connect: '/connect?connector=github',
    'source-settings': '/sources/servicenow/settings',
    restatements: '/restatements',
    'wall-display': '/board?kiosk=1',
    guardrails: '/guardrails',
    guardrail: '/guardrails/new',
    channels: '/settings/channels',
    account: '/account',
    organisation: '/settings/organisation',
    calendars: '/settings/calendars',
    'new-calendar': '/settings/calendars/new?week=2026-12-21',
    teams: '/settings/teams',
    policies: '/settings/policies',
    'new-policy': '/settings/policies/new',
    'new-route': '/settings/channels/new',
    'settings-history': '/settings/history',
    people: '/settings/people',
    tokens: '/settings/tokens',
    decisions: '/decisions',
    'new-decision': '/decisions/new',
    agreements: '/agreements',
  };
}

/** Rows that do not fit, so that they are there to be mended. */
async function refuseRows() {
  const record = { measure: 'resolution', startedAt: '2026-09-01T08:00:00Z' };
  const body = ['late', 'late', 'open'].map((state, index) => ({
    ...record,
    key: `R${index}`,
    ticket: `R${index}`,
    state,
  }));
  const answer = await fetch(`${product.url}/api/v1/push/slaCycle?source=servicenow`, {
    method: 'POST',
    headers: { ...trialHeaders, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The rows could not be pushed: ${await answer.text()}`);
}

/** A proposal is written by somebody of a side, so that the form is there to be seen. */
async function speakForMarketing() {
  const { accounts } = await readJson(`${product.url}/api/v1/accounts`);
  const answer = await fetch(`${product.url}/api/v1/accounts/${accounts[0].id}`, {
    method: 'PATCH',
    headers: { ...trialHeaders, 'content-type': 'application/json' },
    body: JSON.stringify({ side: 'marketing', personId: 'digital-marketing' }),
  });
  if (!answer.ok) throw new Error(`The account could not be given a side: ${await answer.text()}`);
}

/** @returns {Promise<Record<string, string>>} */
async function breachPages() {
  const { alerts } = await readJson(`${product.url}/api/v1/alerts?state=open`);
  return { breach: '/board', alerts: '/alerts', alert: `/alerts/${alerts[0].id}` };
}

/** Incidents that missed their agreement, pushed until the demo's own guardrail breaks. */
async function breakGuardrail() {
  const { current } = await readJson(`${product.url}/api/v1/metrics/service-level-attainment`);
  const stoppedAt = new Date((Date.parse(current.start) + Date.parse(current.end)) / 2).toISOString();
  const records = Array.from({ length: Math.ceil(Number(current.denominator) / 2) }, (_, index) => ({
    key: `breach-${index}`,
    ticket: `breach-${index}`,
    measure: 'resolution',
    priority: '3 - Moderate',
    startedAt: current.start,
    stoppedAt,
    state: 'breached',
  }));
  const answer = await fetch(`${product.url}/api/v1/push/slaCycle?source=servicenow`, {
    method: 'POST',
    headers: { ...trialHeaders, 'content-type': 'application/json' },
    body: JSON.stringify(records),
  });
  if (!answer.ok) throw new Error(`The guardrail could not be broken: ${await answer.text()}`);
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const { alerts } = await readJson(`${product.url}/api/v1/alerts?state=open`);
    if (alerts.some(({ state }) => state === 'firing')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('No alert fired within a minute of the breach.');
}

/** @param {import('@playwright/test').Browser} browser @param {Record<string, string>} pages @param {{ signedIn: boolean }} [as] */
async function keep(browser, pages, { signedIn } = { signedIn: true }) {
  for (const width of widths) {
    const context = await browser.newContext({
      viewport: { width, height: least },
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    if (signedIn) await signIn(context, product.url);
    const page = await context.newPage();
    for (const [name, address] of Object.entries(pages)) {
      for (const theme of themes) {
        await show(page, `${product.url}${address}${address.includes('?') ? '&' : '?'}theme=${theme}`, width);
        const png = smallPng(await page.screenshot({ animations: 'disabled' }));
        fs.writeFileSync(path.join(folder, `${name}-${theme}-${width}.png`), png);
      }
    }
    await context.close();
  }
}

/**
 * Waits until the page has drawn all that it asks for, then gives it as much height as it needs, within reason.
 *
 * @param {import('@playwright/test').Page} page @param {string} address @param {1440 | 390} width
 */
async function show(page, address, width) {
  let open = 0;
  const isQuestion = (/** @type {import('@playwright/test').Request} */ request) =>
    /\/api\/v1\/(?!events)/.test(request.url());
  const begin = (/** @type {import('@playwright/test').Request} */ request) => (open += isQuestion(request) ? 1 : 0);
  const end = (/** @type {import('@playwright/test').Request} */ request) => (open -= isQuestion(request) ? 1 : 0);
  page.on('request', begin).on('requestfinished', end).on('requestfailed', end);
  await page.setViewportSize({ width, height: least });
  await page.goto(address);
  await page.locator('h1').waitFor();
  let quiet = 0;
  for (let attempt = 0; quiet < 10 && attempt < 600; attempt += 1) {
    quiet = open === 0 ? quiet + 1 : 0;
    await page.waitForTimeout(50);
  }
  page.off('request', begin).off('requestfinished', end).off('requestfailed', end);
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  await page.setViewportSize({ width, height: Math.min(height, tallest[width]) });
  await page.evaluate('document.fonts.ready');
  await page.waitForTimeout(200);
}
