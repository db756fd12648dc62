import { randomBytes } from 'node:crypto';
import type { GuardrailForm } from '@tandem/contracts/guardrails';
import { until } from '../product/start-product.js';
import { isSigned } from './sinks.js';
import { accessible, expect, settled, test } from './stage.js';

test.use({ set: 'alerts' });

const secret = `whsec_${randomBytes(32).toString('base64')}`;

test('a guardrail is rehearsed, written with owners of both sides and routes, and its channels are tried', async ({
  page,
  demo,
  stage: { sinks },
}) => {
  const routes = [
    { id: 'desk-hook', channel: 'webhook', side: 'it', url: sinks.hookUrl, secret },
    { id: 'desk-mail', channel: 'email', to: ['desk@example.org'] },
  ];
  await demo.post('/api/v1/configuration', { text: JSON.stringify({ version: 1, routes }) });

  await test.step('the list leads to the form, which plays the rule over history as it is written', async () => {
    await page.goto('/guardrails');
    await settled(page);
    await accessible(page, 'guardrails');
    await page.getByRole('link', { name: 'New guardrail' }).click();
    const form = page.getByRole('form', { name: 'Guardrail' });
    await form.getByLabel('Title').fill('The desk keeps its promise');
    await form.getByLabel('Metric').selectOption('service-level-attainment');
    await form.getByLabel('At least (floor)').fill('60');
    await expect(page.getByRole('region', { name: 'Rehearsal' })).toContainText(/fired|firing|never/i);
  });

  await test.step('owners of both sides and routes are chosen there, and kept', async () => {
    const form = page.getByRole('form', { name: 'Guardrail' });
    await form.getByLabel('Owner in marketing').selectOption('digital-marketing');
    await expect(form).toContainText('One side has no owner');
    await form.getByLabel('Owner in IT').selectOption('service-operations');
    await form.getByRole('checkbox', { name: 'desk-hook' }).check();
    await settled(page);
    await accessible(page, 'the form of a guardrail');
    await form.getByRole('button', { name: 'Create guardrail' }).click();
    await expect(form.getByRole('status')).toHaveText(/Kept/);
    const { document } = await demo.get<GuardrailForm>('/api/v1/guardrails/form?id=the-desk-keeps-its-promise');
    expect(document).toMatchObject({
      owners: { marketing: 'digital-marketing', it: 'service-operations' },
      routes: ['desk-hook'],
    });
  });

  await test.step('burn windows of days are taken, those of hours refused with the reason', async () => {
    await page.goto('/guardrails/new?metric=service-level-attainment');
    const form = page.getByRole('form', { name: 'Guardrail' });
    await form.getByLabel('Title').fill('The budget lasts');
    await form.getByLabel('Kind').selectOption('burn');
    await form.getByLabel('Objective, in %').fill('60');
    await form.getByLabel('Budget, in %').first().fill('10');
    await form.getByLabel('in', { exact: true }).first().fill('3d');
    await form.getByLabel('and still in').first().fill('1d');
    await expect(page.getByRole('region', { name: 'Rehearsal' })).toContainText(/fired|firing|never/i);
    await settled(page);
    await accessible(page, 'the form of a burn guardrail');
  });

  await test.step('each channel is tried, and says what came of it', async () => {
    await page.goto('/settings/channels');
    await settled(page);
    await accessible(page, 'channels');
    for (const route of ['desk-hook', 'desk-mail'])
      await page.getByRole('button', { name: `Send a test over ${route}` }).click();
    const hook = await until('the test arrives', () => Promise.resolve(sinks.hooks[0] ?? null));
    expect(isSigned(hook, secret)).toBe(true);
    expect(JSON.parse(hook.body)).toMatchObject({ type: 'tandem.test' });
    await until('the mail arrives', () => Promise.resolve(sinks.mails[0] ?? null));
    await expect(page.getByRole('row').filter({ hasText: 'desk-hook' })).toContainText('arrived');
    await expect(page.getByRole('row').filter({ hasText: 'desk-mail' })).toContainText('arrived');
  });

  await test.step('digests are chosen in the account', async () => {
    await page.goto('/account');
    const digests = page.getByRole('region', { name: 'Digests by mail' });
    await digests.getByLabel('Daily digest').selectOption({ index: 8 });
    await settled(page);
    await page.reload();
    await expect(digests.getByLabel('Daily digest')).not.toHaveValue('');
    await settled(page);
    await accessible(page, 'digests');
  });
});

for (const width of [1440, 390]) {
  for (const theme of ['light', 'dark']) {
    test(`guardrails and channels are clear to everybody, ${theme} at ${width}`, async ({ page, demo }) => {
      await page.setViewportSize({ width, height: 900 });
      expect(demo.url).toBeTruthy();
      for (const address of ['/guardrails', '/guardrails/new', '/settings/channels', '/alerts']) {
        await page.goto(`${address}?theme=${theme}`);
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
