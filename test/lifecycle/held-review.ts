import type { SignInLinkMade } from '@tandem/contracts/access';
import type { ReviewLinkMade, SharedReview } from '@tandem/contracts/review-access';
import type { ReviewPage } from '@tandem/contracts/reviews';
import { until } from '../product/start-product.js';
import type { TandemProcess } from './tandem-process.js';

/** A frozen review in all that it is read as. */
export interface HeldReview {
  readonly page: ReviewPage;
  /** Its bytes, as the review's page and its print are drawn from. */
  readonly content: string;
  /** What those invited read, by the token of their link. */
  readonly token: string;
  readonly shared: SharedReview['content'];
}

/** Holds the review that the clock has opened, and invites somebody to it. */
export async function holdReview(tandem: TandemProcess): Promise<HeldReview> {
  const { number } = await until('the clock has opened a review', () =>
    tandem.get<ReviewPage>('/api/v1/reviews/next').catch(() => null),
  );
  await holdSignedIn(tandem, number);
  const { url } = await tandem.post<ReviewLinkMade>(`/api/v1/reviews/${number}/links`, { days: 14 });
  return readReview(tandem, { number, token: url.split('#')[1] ?? '' });
}

export async function readReview(
  tandem: TandemProcess,
  { number, token }: { readonly number: number; readonly token: string },
): Promise<HeldReview> {
  const [page, content, shared] = await Promise.all([
    tandem.get<ReviewPage>(`/api/v1/reviews/${number}`),
    tandem.text(`/api/v1/reviews/${number}/content`),
    tandem.post<SharedReview>('/api/v1/shared-review', { token }),
  ]);
  return { page, content, token, shared: shared.content };
}

/** Only a person holds a review: what the administrator's browser does. */
async function holdSignedIn(tandem: TandemProcess, number: number): Promise<void> {
  const { link } = await tandem.post<SignInLinkMade>('/api/v1/sign-in-links', {});
  const send = async (route: string, body: object, cookie = '') => {
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie };
    const answer = await fetch(tandem.url + route, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${route} answered ${answer.status}: ${await answer.text()}`);
    return answer.headers.getSetCookie()[0]?.split(';')[0];
  };
  const cookie = await send('/api/v1/session/link', { link: link.split('#')[1] });
  await send(`/api/v1/reviews/${number}/hold`, {}, cookie);
}
