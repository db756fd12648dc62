import type { SignInLinkMade } from '@tandem/contracts/access';
import type { Product } from './start-product.js';

/** A browser context, or whatever else keeps cookies between its requests. */
interface Browsing {
  readonly request: {
    post(url: string, options: { readonly data: object }): Promise<{ ok(): boolean; text(): Promise<string> }>;
  };
}

/** Signs a browser in as the administrator, with a one-time link as the terminal prints it. */
export async function signIn(browser: Browsing, product: Pick<Product, 'url' | 'post'>): Promise<void> {
  const { link } = await product.post<SignInLinkMade>('/api/v1/sign-in-links', {});
  const answer = await browser.request.post(`${product.url}/api/v1/session/link`, {
    data: { link: link.split('#')[1] },
  });
  if (!answer.ok()) throw new Error(`The browser could not be signed in: ${await answer.text()}`);
}
