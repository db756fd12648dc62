import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { loadDemo } from '../product/load-demo.js';
import { createDatabase, startProduct, type Product } from '../product/start-product.js';
import { openSinks, type Sinks } from './sinks.js';

interface Shared {
  /** One product for all tests, empty at the beginning, with receivers for what it sends. */
  readonly stage: { readonly product: Product; readonly sinks: Sinks };
  /** The same product once the demo is in. */
  readonly demo: Product;
}

interface Watched {
  /** Fails the test when any page of it logs an error, throws, or is answered with a fault. */
  readonly quiet: string[];
}

export const test = base.extend<Watched, Shared>({
  stage: [
    async ({}, use) => {
      const sinks = await openSinks();
      const database = await createDatabase();
      const product = await startProduct({
        databaseUrl: database.url,
        env: {
          TANDEM_ALLOW_PRIVATE_ADDRESSES: 'true',
          SMTP_URL: sinks.smtpUrl,
          TANDEM_MAIL_FROM: 'Tandem <tandem@example.org>',
        },
      });
      await use({ product, sinks });
      await product.stop();
      await database.drop();
      await sinks.close();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  demo: [
    async ({ stage: { product } }, use) => {
      const { empty } = await product.get<{ empty: boolean }>('/api/v1/setup');
      if (empty) await loadDemo(product);
      await use(product);
    },
    { scope: 'worker', timeout: 400_000 },
  ],
  baseURL: async ({ stage }, use) => use(stage.product.url),
  quiet: [
    async ({ context }, use) => {
      const faults: string[] = [];
      watch(context, faults);
      await use(faults);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Waits until a page shows what it has to show: its heading, and nothing that is still being loaded. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1')).toBeVisible();
  await expect(page.locator('main [aria-busy="true"], main .skeleton')).toHaveCount(0);
  await page.evaluate('document.fonts.ready');
}

export const keyResultRows = (page: Page) =>
  page
    .getByRole('table', { name: /key results/i })
    .getByRole('row')
    .filter({ has: page.locator('th[scope="row"]') });

function watch(context: BrowserContext, faults: string[]): void {
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`thrown: ${error.error().message}`));
  context.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
}
