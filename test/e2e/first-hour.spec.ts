import { randomBytes } from 'node:crypto';
import type { Board, KeyResultProgress } from '@tandem/contracts/board';
import type { RecordsAnswer } from '@tandem/contracts/metrics';
import { until, type Product } from '../product/start-product.js';
import { isSigned } from './sinks.js';
import { accessible, expect, keyResultRows, settled, test } from './stage.js';

test.use({ set: 'first hour', begins: 'empty' });

const secret = `whsec_${randomBytes(32).toString('base64')}`;
const records = 400;

/** Incidents solved in the middle of the current window; the same ones each time, met or missed. */
function incidents(keyResult: KeyResultProgress, state: 'breached' | 'met') {
  const { start, end } = keyResult.current;
  const middle = (Date.parse(start) + Date.parse(end)) / 2;
  return Array.from({ length: records }, (_, index) => ({
    key: `flood-${index}`,
    ticket: `flood-${index}`,
    measure: 'resolution',
    priority: '3 - Moderate',
    startedAt: start,
    stoppedAt: new Date(middle).toISOString(),
    state,
  }));
}

async function serviceLevel(product: Product): Promise<KeyResultProgress> {
  const board = await product.get<Board>('/api/v1/board');
  const found = board.goals
    .flatMap(({ keyResults }) => keyResults)
    .find(({ metric }) => metric.sources.some(({ id }) => id === 'servicenow'));
  if (!found) throw new Error('The demo has a key result on the service desk.');
  return found;
}

/** What somebody who owns the guardrail would write and apply. */
function guardrailDocument(metric: string, limit: string, hookUrl: string): object {
  return {
    version: 1,
    routes: [
      { id: 'hook', channel: 'webhook', url: hookUrl, secret },
      { id: 'desk', channel: 'email', to: ['service-desk@example.org'] },
    ],
    guardrails: [
      {
        id: 'promise-kept',
        title: 'The promise to guests is kept',
        metric,
        atLeast: limit,
        for: '0s',
        keepFiringFor: '0s',
        minimumEvents: 1,
        severity: 'critical',
        owners: { marketing: 'digital-marketing', it: 'service-operations' },
        routes: ['hook', 'desk'],
      },
    ],
  };
}

test('from an empty workspace to a breach that both sides hear of, and to its end', async ({
  page,
  context,
  stage,
}) => {
  const { product, sinks } = stage;

  await test.step('the first page offers the demo, and shows how far it is', async () => {
    await page.goto('/');
    await expect(page).toHaveURL(/\/board$/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Tandem');
    await accessible(page);
    await page.getByRole('button', { name: 'Load the demo' }).click();
    const bar = page.getByRole('progressbar', { name: 'Loading the demo' });
    await expect(bar).toBeVisible();
    await accessible(page);
    await expect(async () => expect(Number(await bar.getAttribute('value'))).toBeGreaterThan(0.1)).toPass();
  });

  await test.step('the board opens by itself, with four key results and the notice of moved dates', async () => {
    await expect(keyResultRows(page)).toHaveCount(7, { timeout: 180_000 });
    const notices = page.getByRole('list', { name: 'About the data' });
    await expect(notices).toContainText(/dates moved forward by whole weeks.*Service desk by \d+/);
    await expect(notices).not.toContainText('Import running');
    for (const { keyResults } of (await product.get<Board>('/api/v1/board')).goals) {
      for (const { metric, current } of keyResults) {
        const row = keyResultRows(page).filter({ has: page.getByRole('link', { name: metric.title, exact: true }) });
        await expect(row).toContainText(String(current.value));
      }
    }
  });

  const before = await serviceLevel(product);
  const { metric, current } = before;
  await test.step('from the number on the board to its page, and to the records behind it', async () => {
    await page.getByRole('link', { name: metric.title, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(metric.title);
    await expect(page.locator('dl').first()).toContainText(String(current.value));
    await page.getByRole('link', { name: /^the [\d,]+ records? behind it$/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Records behind the number');
    const sum = page.getByRole('region', { name: 'What the records add up to' });
    const answer = await product.get<RecordsAnswer>(
      `/api/v1/metrics/${metric.key}/records?from=${current.start}&to=${current.end}`,
    );
    await expect(sum).toContainText(String(current.value));
    await expect(sum).toContainText(`${answer.total.toLocaleString('en-GB')} records`);
    await expect(sum).toContainText(Number(current.numerator).toLocaleString('en-GB'));
    await expect(page.getByRole('table')).toContainText(answer.records[0]?.naturalKey ?? 'no record');
  });

  const inbox = await context.newPage();
  await test.step('a guardrail with a webhook and an e-mail, written by its owner, holds', async () => {
    const limit = (Number(current.value) - 1).toFixed(1);
    const text = JSON.stringify(guardrailDocument(metric.key, limit, sinks.hookUrl));
    await product.post('/api/v1/configuration', { file: 'guardrail.yaml', text });
    await inbox.goto('/alerts');
    await settled(inbox);
    await expect(inbox.getByText('The promise to guests is kept')).toHaveCount(0);
    await page.goto('/board');
    await expect(keyResultRows(page)).toHaveCount(7);
  });

  const frozen = `/metrics/${metric.key}?asOf=${encodeURIComponent(new Date().toISOString())}`;
  await test.step('worse data break it: board and inbox show it without being loaded again', async () => {
    const row = keyResultRows(page).filter({ has: page.getByRole('link', { name: metric.title, exact: true }) });
    await expect(row).not.toContainText('Breach');
    await page.evaluate('window.notLoadedAgain = true');
    await inbox.evaluate('window.notLoadedAgain = true');
    expect(await product.post('/api/v1/push/slaCycle?source=servicenow', incidents(before, 'breached'))).toMatchObject({
      stored: records,
      quarantined: 0,
    });
    const worse = await until('the number falls', async () => {
      const now = await serviceLevel(product);
      return now.current.n === current.n + records ? now.current : null;
    });
    await expect(row).toContainText('Breach');
    await expect(row).toContainText(String(worse.value));
    const alert = inbox.getByRole('row').filter({ hasText: 'The promise to guests is kept' });
    await expect(alert).toContainText('Firing');
    await expect(alert).toContainText(String(worse.value));
    expect(await page.evaluate('window.notLoadedAgain')).toBe(true);
    expect(await inbox.evaluate('window.notLoadedAgain')).toBe(true);
  });

  await test.step('the webhook arrives, signed; the e-mail arrives', async () => {
    const hook = await until('the webhook arrives', () => Promise.resolve(sinks.hooks[0] ?? null));
    expect(isSigned(hook, secret)).toBe(true);
    expect(isSigned({ ...hook, body: `${hook.body} ` }, secret)).toBe(false);
    expect(JSON.parse(hook.body)).toMatchObject({
      type: 'alert.fired',
      data: {
        metric: { key: metric.key },
        severity: 'critical',
        guardrail: { title: 'The promise to guests is kept' },
      },
    });
    const mail = await until('the e-mail arrives', () => Promise.resolve(sinks.mails[0] ?? null));
    expect(mail).toMatch(/^To: service-desk@example\.org/m);
    expect(mail).toMatch(/^Subject: Firing, critical: /m);
  });

  await test.step('the alert says what broke, whose move it is, and who was told', async () => {
    await inbox.getByRole('link', { name: 'The promise to guests is kept' }).click();
    await expect(inbox.getByRole('heading', { level: 1 })).toHaveText('The promise to guests is kept');
    await expect(inbox.getByRole('main')).toContainText('Head of Service Operations');
    await expect(inbox.getByRole('table', { name: 'Notifications' })).toContainText('hook (webhook)');
    await expect(inbox.getByRole('table', { name: 'Notifications' }).getByText('Delivered')).toHaveCount(3);
    await accessible(inbox);
  });

  await test.step('better data end it: the second webhook says so', async () => {
    await product.post('/api/v1/push/slaCycle?source=servicenow', incidents(before, 'met'));
    const hook = await until('the second webhook arrives', () => Promise.resolve(sinks.hooks[1] ?? null));
    expect(isSigned(hook, secret)).toBe(true);
    expect(JSON.parse(hook.body)).toMatchObject({ type: 'alert.resolved' });
    expect(hook.headers['webhook-id']).not.toBe(sinks.hooks[0]?.headers['webhook-id']);
    await until('the second e-mail arrives', () => Promise.resolve(sinks.mails[1] ?? null));
    await expect(inbox.getByRole('main')).toContainText('Resolved');
    await expect(keyResultRows(page).filter({ hasText: 'Breach' })).toHaveCount(0);
    expect(await page.evaluate('window.notLoadedAgain')).toBe(true);
    expect([sinks.hooks.length, sinks.mails.length]).toEqual([2, 2]);
  });

  await test.step('a link to the moment before still shows the number of that moment', async () => {
    await page.goto(frozen);
    await expect(page.locator('dl').first()).toContainText(String(current.value));
    await expect(
      page.getByRole('link', { name: `the ${current.n.toLocaleString('en-GB')} records behind it` }),
    ).toBeVisible();
  });
});
