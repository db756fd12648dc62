import { randomBytes } from 'node:crypto';
import type { GuardrailForm, GuardrailList } from '@tandem/contracts/guardrails';
import type { ConfigurationKind, ThingList } from '@tandem/contracts/settings';
import { until } from '../product/start-product.js';
import { isSigned } from './sinks.js';
import { accessible, expect, onlyRefusals, settled, test } from './stage.js';

test.use({ set: 'alerts' });

const secret = `whsec_${randomBytes(32).toString('base64')}`;

test('a guardrail is rehearsed, written with owners of both sides and routes, and its channels are tried', async ({
  page,
  demo,
  quiet,
  stage: { sinks },
}) => {
  const things = async (kind: ConfigurationKind) =>
    (await demo.get<ThingList>(`/api/v1/configuration/things/${kind}`)).things.map(({ thing }) => thing);
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

  await test.step('a new one takes no id that another has, so that none is overwritten', async () => {
    await page.goto('/guardrails/new');
    const form = page.getByRole('form', { name: 'Guardrail' });
    await form.getByLabel('Title').fill('The desk keeps its promise');
    await expect(form.getByLabel('Title')).toHaveAccessibleDescription(/already: give this one another title/);
    await expect(form.getByRole('button', { name: 'Create guardrail' })).toBeDisabled();
    await settled(page);
    onlyRefusals(quiet);
  });

  await test.step('what alerts do when judging fails, and whether equal is inside, is chosen there as a file can', async () => {
    await page.goto('/guardrails/the-desk-keeps-its-promise');
    const form = page.getByRole('form', { name: 'Guardrail' });
    await form.getByLabel('When judging fails').selectOption('alert');
    await form.getByLabel('A value equal to the limit').selectOption('outside');
    await form.getByLabel('Must last').fill('soon');
    await expect(form.getByLabel('Must last')).toHaveAccessibleDescription(/must be a duration/);
    await form.getByLabel('Must last').fill('12h');
    await settled(page);
    await form.getByRole('button', { name: 'Save changes' }).click();
    await expect(form.getByRole('status')).toHaveText(/Kept/);
    const { document } = await demo.get<GuardrailForm>('/api/v1/guardrails/form?id=the-desk-keeps-its-promise');
    expect(document).toMatchObject({ onError: 'alert', equal: 'outside', for: '12h' });
    onlyRefusals(quiet);
  });

  await test.step('the alert policy that counts is seen, another is chosen, and the policies name it so', async () => {
    const { guardrails } = await demo.get<GuardrailList>('/api/v1/guardrails');
    const other = guardrails.find(({ id }) => id !== 'the-desk-keeps-its-promise')?.id ?? '';
    const alertPolicies = [
      { id: 'pages', severity: 'critical', guardrails: ['the-desk-keeps-its-promise'], repeatEvery: '1h' },
      { id: 'desk', guardrails: ['the-desk-keeps-its-promise', other], repeatEvery: '4h' },
      { id: 'leads', guardrails: [other], escalation: [{ after: '15m', side: 'it', routes: ['desk-hook'] }] },
    ];
    await demo.post('/api/v1/configuration', { text: JSON.stringify({ version: 1, alertPolicies }) });
    await page.goto('/guardrails/the-desk-keeps-its-promise');
    const form = page.getByRole('form', { name: 'Guardrail' });
    const policy = form.getByLabel('Alert policy');
    await expect(policy).toHaveValue('desk');
    await expect(policy).toHaveAccessibleDescription('repeated every 4h');
    // A policy for critical alerts has nothing to say about a warning.
    await policy.selectOption('pages');
    await expect(policy).toHaveAccessibleDescription(/“pages” is for alerts of the other severity only/);
    await expect(form.getByRole('button', { name: 'Save changes' })).toBeDisabled();
    await policy.selectOption('leads');
    await expect(policy).toHaveAccessibleDescription('after 15m: desk-hook');
    await expect(form).toContainText('Keeping this also changes which guardrails desk and leads name.');
    await settled(page);
    await accessible(page, 'the alert policy of a guardrail');
    await form.getByRole('button', { name: 'Save changes' }).click();
    await expect(form.getByRole('status')).toHaveText(/Kept/);
    const [pages, desk, leads] = alertPolicies;
    expect(await things('alertPolicy')).toEqual([
      pages,
      { ...desk, guardrails: [other] },
      { ...leads, guardrails: [other, 'the-desk-keeps-its-promise'] },
    ]);
    await page.reload();
    await expect(policy).toHaveValue('leads');
  });

  await test.step('alert policies are brought into another order by keys, which the history tells', async () => {
    const order = async () => (await things('alertPolicy')).map(({ id }) => id);
    await page.goto('/settings/policies');
    const said = page.getByRole('main').getByRole('status');
    const earlier = page.getByRole('button', { name: 'Earlier policy leads' });
    await earlier.focus();
    await page.keyboard.press('Enter');
    await expect(said).toHaveText('leads is asked as number 2 of 3 now.');
    await expect(earlier).toBeFocused();
    expect(await order()).toEqual(['pages', 'leads', 'desk']);
    await page.keyboard.press('Enter');
    await expect(said).toHaveText('leads is asked as number 1 of 3 now.');
    // There is no earlier any more: the focus stands on the way back.
    await expect(page.getByRole('button', { name: 'Later policy leads' })).toBeFocused();
    await expect(earlier).toBeDisabled();
    expect(await order()).toEqual(['leads', 'pages', 'desk']);
    await settled(page);
    await accessible(page, 'alert policies in another order');
    await page.setViewportSize({ width: 390, height: 900 });
    await page.getByRole('button', { name: 'Later policy leads' }).click();
    await expect(said).toHaveText('leads is asked as number 2 of 3 now.');
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
    await accessible(page, 'alert policies on a phone');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto('/settings/history?kind=alertPolicy');
    await expect(page.getByRole('listitem').filter({ hasText: 'asked as number' }).first()).toContainText('leads');
  });

  await test.step('whose words a route speaks is chosen in its form, and undone', async () => {
    await page.goto('/settings/channels/desk-hook');
    const form = page.getByRole('form', { name: 'New route' });
    const side = form.getByLabel('Messages are written for');
    await expect(side).toHaveValue('it');
    await side.selectOption('marketing');
    await settled(page);
    await accessible(page, 'the form of a route');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form.getByRole('status')).toContainText('Saved.');
    expect((await things('route')).find(({ id }) => id === 'desk-hook')).toMatchObject({ side: 'marketing' });
    await form.getByRole('button', { name: 'Undo' }).click();
    await expect(side).toHaveValue('it');
    expect((await things('route')).find(({ id }) => id === 'desk-hook')).toMatchObject({ side: 'it' });
  });

  await test.step('burn windows of days are taken, those of hours refused with the reason', async () => {
    await page.goto('/guardrails/new?metric=service-level-attainment');
    const form = page.getByRole('form', { name: 'Guardrail' });
    await form.getByLabel('Title').fill('The budget lasts');
    await form.getByLabel('Kind').selectOption('burn');
    await form.getByLabel('Objective, in %').fill('60');
    await form.getByLabel('Budget, in %').first().fill('10');
    await form.getByLabel('in', { exact: true }).first().fill('3d');
    const short = form.getByLabel('and still in').first();
    await short.fill('6h');
    await expect(short).toHaveAccessibleDescription(/must be whole days: values are counted by local day/);
    onlyRefusals(quiet);
    await short.fill('1d');
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
      for (const address of ['/guardrails', '/guardrails/new', '/settings/channels', '/settings/policies', '/alerts']) {
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
