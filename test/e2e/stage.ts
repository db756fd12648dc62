import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type BrowserContext, type Page, type Request } from '@playwright/test';
import { demoDatabase } from '../product/demo-database.js';
import { createDatabase, startProduct, type Product } from '../product/start-product.js';
import { signIn } from '../product/sign-in.js';
import { openSinks, type Sinks } from './sinks.js';

interface Shared {
  /** Files of the same set share a product. Whoever needs it empty, or leaves it changed for others, plays on a set of its own: `test.use({ set: … })`. */
  readonly set: string;
  readonly begins: 'empty' | 'with the demo';
  /** One product for all tests of a set, with receivers for what it sends. */
  readonly stage: { readonly product: Product; readonly sinks: Sinks; readonly databaseUrl: string };
  /** The same product, for whoever needs the demo. */
  readonly demo: Product;
}

interface Watched {
  /** Fails the test when any page of it logs an error, throws, or is answered with a fault. */
  readonly quiet: string[];
}

export const test = base.extend<Watched, Shared>({
  set: ['shared', { scope: 'worker', option: true }],
  begins: ['with the demo', { scope: 'worker', option: true }],
  stage: [
    // Named among the fixtures, so that another set brings another worker and with it another product.
    async ({ set: _, begins }, use) => {
      const sinks = await openSinks();
      const database = begins === 'empty' ? await createDatabase() : await demoDatabase();
      const product = await startProduct({
        databaseUrl: database.url,
        env: {
          TANDEM_ALLOW_PRIVATE_ADDRESSES: 'true',
          SMTP_URL: sinks.smtpUrl,
          TANDEM_MAIL_FROM: 'Tandem <tandem@example.org>',
        },
      });
      await use({ product, sinks, databaseUrl: database.url });
      await product.stop();
      await database.drop();
      await sinks.close();
    },
    { scope: 'worker', timeout: 400_000 },
  ],
  demo: [
    async ({ stage: { product }, begins }, use) => {
      if (begins === 'empty') throw new Error('This set begins empty: it has no demo.');
      await use(product);
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ stage }, use) => use(stage.product.url),
  context: async ({ context, stage }, use) => {
    await signIn(context, stage.product);
    await use(context);
  },
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

/** An answer comes into the state of a page, is drawn, and what was drawn asks the next question: some frames, or, in a page that draws none, a while. */
const someFrames = `Promise.race([
  (async () => { for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame); })(),
  new Promise((done) => setTimeout(done, 250)),
])`;

const awaited = new WeakMap<BrowserContext, Set<Request>>();

/** Waits until a page shows all that it asks for: its heading, and no question to the API or part of itself that is still open. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1')).toBeVisible();
  const open = awaited.get(page.context());
  if (!open) throw new Error('Only a watched context knows what its pages are waiting for.');
  const isQuiet = () => open.size === 0;
  const awaitedStill = async () => {
    // While a page goes to another address, there is nothing to be asked.
    const isDrawn = isQuiet() && (await page.evaluate(`${someFrames}.then(() => true)`).catch(() => false));
    return isDrawn && isQuiet() ? 'nothing' : [...open].map((request) => request.url()).join(', ');
  };
  await expect.poll(awaitedStill, { intervals: [30] }).toBe('nothing');
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0);
  await page.evaluate('document.fonts.ready');
}

const accessibilityTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** No finding of axe on a page as it stands, or in a part of it; `look` says in a failure which of its looks it was. */
export async function accessible(page: Page, look = page.url(), part = 'html'): Promise<void> {
  // A page is looked at from its top: what lies half below the sticky header would be measured by the half that shows.
  await page.evaluate('window.scrollTo(0, 0)');
  // Nothing stands in frames here, so that no second page is opened to put their findings together; what passes is not written down.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ runOnly: accessibilityTags, resultTypes: ['violations'] })
    .include(part)
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  expect({ look, found }).toEqual({ look, found: [] });
}

export const keyResultRows = (page: Page) =>
  page
    .getByRole('table', { name: /key results/i })
    .getByRole('row')
    .filter({ has: page.locator('th[scope="row"]') });

/** What is half typed is refused by the preview, which the form tells; nothing else may have gone wrong. */
export function onlyRefusals(faults: string[]): void {
  expect(faults.splice(0).filter((fault) => !/\/preview$|\b400\b/.test(fault))).toEqual([]);
}

/** Notes what pages of a context wait for, and everything that goes wrong in them. */
export function watch(context: BrowserContext, faults: string[]): void {
  const open = new Set<Request>();
  awaited.set(context, open);
  context.on('request', (request) => {
    // A part of a page that is loaded when it is needed asks its own questions once it is there.
    if (/\/api\/v1\/(?!events)|\/assets\/.*\.js$/.test(request.url())) open.add(request);
  });
  context.on('requestfinished', (request) => open.delete(request));
  context.on('requestfailed', (request) => open.delete(request));
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`thrown: ${error.error().message}`));
  context.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
}
