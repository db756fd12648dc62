import type { Browser, BrowserContext, Page, Route } from '@playwright/test';
import type { AccountList, Invited, PasswordLinkMade } from '@tandem/contracts/access';
import type { Product } from '../product/start-product.js';
import { person } from './person.js';
import { accessible, expect, settled, test, watch } from './stage.js';

test.use({ set: 'states of entrances', begins: 'empty' });

const password = 'rowing over calm water';
const failure = JSON.stringify({ statusCode: 500, message: 'The database did not answer.' });
let invited = 0;

interface Entrance {
  readonly address: string;
  /** What the page asks before it can show anything. */
  readonly question: RegExp;
  readonly shows: (page: Page) => ReturnType<Page['getByText']>;
}

async function invitation(product: Product): Promise<{ readonly address: string; readonly email: string }> {
  invited += 1;
  const email = `guest${invited}@example.org`;
  const { link } = await product.post<Invited>('/api/v1/accounts/invitations', {
    email,
    name: `Guest ${invited}`,
    role: 'viewer',
  });
  return { address: link, email };
}

/** A link for a new password of an account; only somebody who is signed in makes one. */
async function passwordLink(context: BrowserContext, product: Product, email: string): Promise<string> {
  const { accounts } = await product.get<AccountList>('/api/v1/accounts');
  const id = accounts.find((one) => one.email === email)?.id ?? '';
  const answer = await context.request.post(`${product.url}/api/v1/accounts/${id}/password-link`, {
    headers: { origin: product.url },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as PasswordLinkMade).link;
}

const signIn: Entrance = {
  address: '/sign-in',
  question: /\/api\/v1\/session$/,
  shows: (page) => page.getByRole('button', { name: 'Sign in' }),
};
/** What the server answers on another address than that of its own machine, as long as nobody has an account. */
const firstSetUp: Entrance = {
  address: '/sign-in#first',
  question: /\/api\/v1\/session\/link$/,
  shows: (page) => page.getByRole('button', { name: 'Set up Tandem' }),
};

async function entrances(
  browser: Browser,
  context: BrowserContext,
  product: Product,
  faults: string[],
): Promise<readonly Entrance[]> {
  invited += 1;
  const name = `forgetful${invited}`;
  await (await person(browser, product, faults, { role: 'viewer', side: 'it', personId: null, name })).close();
  return [
    signIn,
    firstSetUp,
    {
      address: (await invitation(product)).address,
      question: /\/api\/v1\/invitation$/,
      shows: (page) => page.getByRole('heading', { name: 'Welcome to Tandem' }),
    },
    {
      address: await passwordLink(context, product, `${name}@example.org`),
      question: /\/api\/v1\/password-link$/,
      shows: (page) => page.getByText(`For ${name}, ${name}@example.org.`),
    },
  ];
}

async function stranger(browser: Browser, product: Product, faults: string[]): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.url, viewport: { width: 390, height: 900 } });
  watch(context, faults);
  const page = await context.newPage();
  const setUp = JSON.stringify({ result: 'setUpFirst' });
  await page.route(firstSetUp.question, (route) => {
    const { link } = route.request().postDataJSON() as { link: string };
    return link === 'first' ? route.fulfill({ contentType: 'application/json', body: setUp }) : route.continue();
  });
  return page;
}

/** Opens an address anew, also where only what stands behind its # is another. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(address);
  await expect(page.locator('h1')).toHaveCount(1);
}

const topOf = async (page: Page) => (await page.locator('h1').boundingBox())?.y;
const besides = (faults: string[], meant: RegExp) => faults.splice(0).filter((fault) => !meant.test(fault));

test('an entrance whose answer takes its time shows its name, and its heading stays where it is', async ({
  browser,
  context,
  stage: { product },
  quiet,
}) => {
  const page = await stranger(browser, product, quiet);
  for (const { address, question, shows } of await entrances(browser, context, product, quiet)) {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const hold = async (route: Route) => {
      await held;
      await route.fallback();
    };
    await page.route(question, hold);
    await open(page, address);
    await expect(page.locator('main [aria-busy="true"]')).toHaveCount(1);
    const before = await topOf(page);
    release();
    await expect(shows(page)).toBeVisible();
    await settled(page);
    expect({ address, top: await topOf(page) }).toEqual({ address, top: before });
    await page.unroute(question, hold);
  }
  await page.context().close();
});

test('an entrance whose question fails does not call its link bad, and opens at the next try', async ({
  browser,
  context,
  stage: { product },
  quiet,
}) => {
  const page = await stranger(browser, product, quiet);
  const shared: Entrance = {
    address: '/shared-review#nothing',
    question: /\/api\/v1\/shared-review$/,
    shows: (shown) => shown.getByRole('heading', { name: 'This link does not lead anywhere any more' }),
  };
  for (const { address, question, shows } of [...(await entrances(browser, context, product, quiet)), shared]) {
    const fail = (route: Route) => route.fulfill({ status: 500, contentType: 'application/json', body: failure });
    await page.route(question, fail);
    await open(page, address);
    const said = page.getByRole('main').getByRole('alert');
    await expect(said).toContainText('The database did not answer.');
    await expect(page.getByText('any more')).toHaveCount(0);
    await accessible(page, `${address} when it fails`);
    await page.unroute(question, fail);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(shows(page)).toBeVisible();
    await settled(page);
  }
  expect(besides(quiet, /\b500\b|\b404\b/)).toEqual([]);
  await page.context().close();
});

test('a link that leads nowhere says so, under a heading', async ({ browser, context, stage: { product }, quiet }) => {
  expect(context.pages()).toEqual([]);
  const page = await stranger(browser, product, quiet);
  for (const address of ['/sign-in', '/invitation', '/password', '/shared-review']) {
    await open(page, `${address}#nothing`);
    await expect(
      page.getByRole('heading', { level: 1, name: /does not (work|lead anywhere) any more$/ }),
    ).toBeVisible();
    await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
    await settled(page);
    await accessible(page, `${address} of nothing`);
    if (address === '/shared-review') continue;
    await page.getByRole('link', { name: 'Sign in another way' }).click();
    await expect(signIn.shows(page)).toBeVisible();
  }
  expect(besides(quiet, /\b40[14]\b/)).toEqual([]);
  await page.context().close();
});

test('what is typed at an entrance without a network stays, and is sent once there is one', async ({
  browser,
  context,
  stage: { product },
  quiet,
}) => {
  const { address, email } = await invitation(product);
  const page = await stranger(browser, product, quiet);
  const sendTwice = async (button: string) => {
    await page.context().setOffline(true);
    await page.getByRole('button', { name: button }).click();
    await expect(page.getByRole('alert')).toContainText('cannot be reached');
    await page.context().setOffline(false);
    await expect(page.getByLabel('Password')).toHaveValue(password);
    await page.getByRole('button', { name: button }).click();
  };
  await open(page, address);
  await page.getByLabel('Password').fill(password);
  await sendTwice('Accept');
  await expect(page).toHaveURL(/\/board$/);
  await settled(page);
  await page.context().clearCookies();
  await open(page, await passwordLink(context, product, email));
  await page.getByLabel('Password').fill(password);
  await sendTwice('Set the password');
  await expect(page).toHaveURL(/\/board$/);
  await settled(page);
  await page.context().clearCookies();
  await open(page, '/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await sendTwice('Sign in');
  await expect(page).toHaveURL(/\/board$/);
  await settled(page);
  expect(besides(quiet, /net::ERR_|\b401\b/)).toEqual([]);
  await page.context().close();
});

test('an entrance whose code does not come says so, and loads itself again', async ({
  browser,
  stage: { product },
  quiet,
}) => {
  const page = await stranger(browser, product, quiet);
  const code = /\/assets\/sign-in-page-.*\.js$/;
  await page.route(code, (route) => route.abort());
  await open(page, '/sign-in');
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This could not be loaded');
  await accessible(page, 'an entrance without its code');
  await page.unroute(code);
  await page.getByRole('button', { name: 'Load it again' }).click();
  await expect(signIn.shows(page)).toBeVisible();
  await settled(page);
  expect(besides(quiet, /net::ERR_|dynamically imported/)).toEqual([]);
  await page.context().close();
});

test('the first page of an empty workspace is held, fails and comes again like any other', async ({ page, quiet }) => {
  const questions = /\/api\/v1\/(?!events)/;
  const fail = (route: Route) => route.fulfill({ status: 500, contentType: 'application/json', body: failure });
  await page.route(questions, fail);
  await page.goto('/board');
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The database did not answer.');
  await expect(page.locator('h1')).toHaveCount(1);
  await page.unroute(questions, fail);
  await page.getByRole('main').getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(questions, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await expect(page.locator('main h1')).toHaveCount(1);
  await expect(page.locator('main [aria-busy="true"]')).not.toHaveCount(0);
  release();
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible();
  await settled(page);
  expect(besides(quiet, /\b500\b/)).toEqual([]);
});
