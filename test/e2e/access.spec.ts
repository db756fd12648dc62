import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { Invited, SignInLinkMade } from '@tandem/contracts/access';
import { Secret, TOTP } from 'otpauth';
import { adminHeaders } from '../product/admin-access.js';
import type { Product } from '../product/start-product.js';
import { accessible, expect, settled, test, watch } from './stage.js';

const password = 'rowing over calm water';

/** A browser that nobody has signed in. */
async function stranger(
  browser: Browser,
  product: Product,
  faults: string[],
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: product.url });
  watch(context, faults);
  return { context, page: await context.newPage() };
}

test('whoever is not signed in is asked to, and comes to the page that was wanted', async ({
  browser,
  stage: { product },
}) => {
  // What is refused on the way is meant to be.
  const { context, page } = await stranger(browser, product, []);
  try {
    await page.goto('/goals?theme=dark');
    await expect(page).toHaveURL(/\/sign-in\?to=%2Fgoals%3Ftheme%3Ddark$/);
    await settled(page);
    await accessible(page, 'sign-in');
    const { link } = await product.post<SignInLinkMade>('/api/v1/sign-in-links', {});
    await page.goto(`/sign-in?to=%2Fgoals#${link.split('#')[1] ?? ''}`);
    await expect(page).toHaveURL(/\/goals$/);
    await page.goto(link);
    await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
  } finally {
    await context.close();
  }
});

test('somebody is invited, sets a second factor up, signs out and in again, and is disabled', async ({
  page,
  browser,
  stage: { product },
}) => {
  await page.goto('/settings/people');
  await settled(page);
  await page.getByLabel('E-mail').fill('digital@example.org');
  await page.getByLabel('Name', { exact: true }).fill('Head of Digital');
  await page.getByLabel('Side', { exact: true }).selectOption('marketing');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = (await page.getByText('/invitation#').textContent()) ?? '';

  const { context, page: theirs } = await stranger(browser, product, []);
  try {
    await theirs.goto(link);
    await expect(theirs.getByText('digital@example.org is invited as contributor')).toBeVisible();
    await accessible(theirs, 'invitation');
    await theirs.getByLabel('Password').fill('password1234');
    await theirs.getByRole('button', { name: 'Accept' }).click();
    await expect(theirs.getByText('first that anybody would try')).toBeVisible();
    await theirs.getByLabel('Password').fill(password);
    await theirs.getByRole('button', { name: 'Accept' }).click();
    await expect(theirs).toHaveURL(/\/board$/);

    await theirs.goto('/account');
    await settled(theirs);
    await theirs.getByLabel('Your password').fill(password);
    await theirs.getByRole('button', { name: 'Set it up' }).click();
    const secret = ((await theirs.locator('code.num').textContent()) ?? '').replace(/\s/g, '');
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    await accessible(theirs, 'account with a QR code');
    await theirs.getByLabel('Code that the app shows').fill(app.generate());
    await theirs.getByRole('button', { name: 'Turn it on' }).click();
    const recovery = (await theirs.locator('li code').first().textContent()) ?? '';

    await theirs.getByLabel('Account of Head of Digital').click();
    await theirs.getByRole('button', { name: 'Sign out', exact: true }).click();
    await expect(theirs).toHaveURL(/\/sign-in$/);
    await theirs.getByLabel('E-mail').fill('digital@example.org');
    await theirs.getByLabel('Password').fill('something else entirely');
    await theirs.getByRole('button', { name: 'Sign in' }).click();
    await expect(theirs.getByText('do not belong together')).toBeVisible();
    await theirs.getByLabel('Password').fill(password);
    await theirs.getByRole('button', { name: 'Sign in' }).click();
    await theirs.getByLabel('Code').fill(recovery);
    await theirs.getByRole('button', { name: 'Go on' }).click();
    await expect(theirs).toHaveURL(/\/board$/);
    await theirs.goto('/goals');
    await settled(theirs);

    await page.reload();
    await page
      .getByRole('row', { name: /digital@example.org/ })
      .getByRole('button', { name: 'Disable' })
      .click();
    await expect(page.getByRole('button', { name: 'Enable' })).toBeVisible();
    await theirs.getByRole('link', { name: 'Metrics' }).first().click();
    await expect(theirs).toHaveURL(/\/sign-in\?to=%2Fmetrics/);
  } finally {
    await context.close();
  }
});

test('a forgotten password is replaced by a link, and a demanded second factor is set up before anything else', async ({
  page,
  browser,
  stage: { product },
}) => {
  const invited = { email: 'ops@example.org', name: 'Head of Operations', role: 'viewer' };
  const { link: invitation } = await product.post<Invited>('/api/v1/accounts/invitations', invited);
  const { context, page: theirs } = await stranger(browser, product, []);
  try {
    await theirs.goto(invitation);
    await theirs.getByLabel('Password').fill(password);
    await theirs.getByRole('button', { name: 'Accept' }).click();
    await expect(theirs).toHaveURL(/\/board$/);

    await page.goto('/settings/people');
    await settled(page);
    await page.getByRole('checkbox', { name: 'viewer' }).click();
    await expect(page.getByText(/1 of them has none in Tandem yet/)).toBeVisible();
    const row = page.getByRole('row', { name: /ops@example.org/ });
    await row.getByRole('button', { name: 'New password' }).click();
    const link = (await page.getByText('/password#').textContent()) ?? '';
    await accessible(page, 'people with a link for a new password');

    await theirs.goto(link);
    await expect(theirs.getByText('For Head of Operations, ops@example.org.')).toBeVisible();
    await expect(theirs).toHaveURL(/\/password$/);
    await accessible(theirs, 'a new password');
    await theirs.getByLabel('Password').fill(`${password} again`);
    await theirs.getByRole('button', { name: 'Set the password' }).click();

    await expect(theirs.getByRole('heading', { name: 'A second factor first' })).toBeVisible();
    await theirs.goto('/goals');
    await expect(theirs.getByRole('heading', { name: 'A second factor first' })).toBeVisible();
    await theirs.getByLabel('Your password').fill(`${password} again`);
    await theirs.getByRole('button', { name: 'Set it up' }).click();
    const secret = ((await theirs.locator('code.num').textContent()) ?? '').replace(/\s/g, '');
    await accessible(theirs, 'a demanded second factor');
    await theirs.getByLabel('Code that the app shows').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
    await theirs.getByRole('button', { name: 'Turn it on' }).click();
    await expect(theirs.locator('li code')).toHaveCount(10);
    await theirs.getByRole('button', { name: 'go on' }).click();
    await expect(theirs).toHaveURL(/\/goals$/);
    await settled(theirs);

    await theirs.goto(link);
    await theirs.reload();
    await expect(theirs.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
  } finally {
    await page.request.patch('/api/v1/sign-in-rules', { headers: adminHeaders, data: { secondFactorRoles: [] } });
    await context.close();
  }
});

test('a token is made, shown once and revoked', async ({ page }) => {
  await page.goto('/settings/tokens');
  await settled(page);
  await page.getByLabel('What it is for').fill('Pipeline');
  await page.getByRole('button', { name: 'Make the token' }).click();
  await expect(page.locator('code', { hasText: /^tandem_.{43}$/ })).toBeVisible();
  await accessible(page, 'tokens');
  await page.reload();
  await settled(page);
  await expect(page.locator('code', { hasText: /^tandem_.{43}$/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke Pipeline' }).click();
  await expect(page.getByText(/^revoked /)).toBeVisible();
});

for (const address of ['/account', '/settings/people', '/settings/tokens']) {
  test(`${address}: no finding of axe in light and dark, wide and narrow; nothing scrolls sideways`, async ({
    page,
  }) => {
    for (const { theme, width } of [
      { theme: 'light', width: 1440 },
      { theme: 'dark', width: 390 },
    ]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${address}?theme=${theme}`);
      await settled(page);
      await accessible(page, `${address}, ${theme}, ${width} wide`);
    }
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await settled(page);
      const content = await page.evaluate('document.documentElement.scrollWidth');
      expect({ width, content }).toEqual({ width, content: width });
    }
  });
}
