import { accessible, expect, settled, test } from './stage.js';

test.use({ set: 'definitions' });

test('a ready-made metric whose data is there is adopted with an owner on each side, and answers', async ({
  page,
  demo,
}) => {
  expect(demo.url).toMatch(/^http/);
  await page.goto('/metrics');
  await page.getByRole('link', { name: 'Ready-made' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ready-made metrics' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Metrics', exact: true }).first()).toHaveAttribute(
    'aria-current',
    'page',
  );

  await page.getByLabel('Family').selectOption('delivery');
  const delivery = page.getByRole('region', { name: 'Ready-made metrics: Delivery' });
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['Delivery']);
  const frequency = delivery.getByRole('row').filter({ hasText: 'Deployment frequency' });
  await expect(frequency).toContainText('Data is there');
  await expect(frequency).toContainText('not adopted');
  await expect(delivery.getByRole('row').filter({ hasText: 'Change fail rate' })).toContainText('from no source yet');

  await frequency.getByRole('link', { name: 'Deployment frequency' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Deployment frequency' })).toBeVisible();
  const form = page.getByRole('region', { name: 'Adopt it' });
  // Under a key that a metric has already nothing is changed without a question.
  await form.getByLabel('Key').fill('change-lead-time');
  await form.getByRole('button', { name: 'Adopt' }).click();
  await expect(form.getByRole('alert')).toContainText('There is a metric with the key change-lead-time already');
  await accessible(page, 'a key that is taken');

  await form.getByLabel('Key').fill('releases-per-week');
  await form.getByLabel('Title').fill('Releases per week');
  await form.getByLabel('Marketing owner').selectOption({ label: 'Head of Product Marketing' });
  await form.getByLabel('IT owner').selectOption({ label: 'Head of Platform Engineering' });
  await form.getByText('The same as a file').click();
  await expect(form.locator('pre')).toHaveText(
    /- standard: deployment-frequency\s+key: releases-per-week\s+title: "Releases per week"\s+owners: \{ marketing: product-marketing, it: platform-engineering \}/,
  );
  await form.getByRole('button', { name: 'Adopt' }).click();
  await expect(form.getByRole('status')).toContainText('Adopted as releases-per-week');
  await settled(page);
  await accessible(page, 'an adopted metric');

  await form.getByRole('link', { name: 'releases-per-week' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Releases per week' })).toBeVisible();
  await expect(page.locator('main')).toContainText('Head of Platform Engineering');
  const now = page.locator('dl').first().locator('dd').first();
  await expect(now).toHaveText(/^\d+\.\d.\/wk$/, { timeout: 30_000 });
});
