import { expect, type Browser, type BrowserContext } from '@playwright/test';
import type { Invited } from '@tandem/contracts/access';
import type { Product } from '../product/start-product.js';
import { watch } from './stage.js';

export interface Invitee {
  readonly role: 'viewer' | 'contributor' | 'owner' | 'administrator';
  readonly side: 'marketing' | 'it';
  /** Of the configuration; null for somebody who speaks as nobody. */
  readonly personId: string | null;
  /** Before the @ of their address; the id of the person when left out. */
  readonly name?: string;
}

/** A browser in which somebody is signed in who came by an invitation. What goes wrong in it is noted among the faults. */
export async function person(
  browser: Browser,
  product: Product,
  faults: string[],
  { role, side, personId, name = personId ?? `${role}-${side}` }: Invitee,
): Promise<BrowserContext> {
  const body = { email: `${name}@example.org`, name, role, side, personId };
  const { link } = await product.post<Invited>('/api/v1/accounts/invitations', body);
  const context = await browser.newContext({
    baseURL: product.url,
    extraHTTPHeaders: { origin: product.url },
  });
  watch(context, faults);
  const data = { token: link.split('#')[1], name, password: 'rowing over calm water' };
  const accepted = await context.request.post(`${product.url}/api/v1/invitation/accept`, { data });
  expect(await accepted.text()).not.toContain('statusCode');
  return context;
}
