import type { ReviewLinkList, ReviewLinkMade } from '@tandem/contracts/review-access';
import type { ReviewPage } from '@tandem/contracts/reviews';
import { useState, type FormEvent } from 'react';
import { askJson, sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { dateText, timeText } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { FormError } from '../../ui/form-field.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { useTask } from '../../ui/use-task.js';
import { INVITING } from './review-words.js';

const TERMS = [2, 14, 90] as const;

type Link = ReviewLinkList['links'][number];

function linkText({ expiresAt, revokedAt, openedAt }: Link, timeZone: string): string {
  const opened = openedAt === null ? INVITING.neverOpened : INVITING.opened(timeText(openedAt, timeZone));
  if (revokedAt !== null) return INVITING.revoked(timeText(revokedAt, timeZone), opened);
  const over = Date.parse(expiresAt) <= Date.now();
  return INVITING[over ? 'expired' : 'until'](dateText(expiresAt, timeZone), opened);
}

/** Links for those invited: they read this review without an account, until the link ends. */
export function SharePanel({ review }: { readonly review: ReviewPage }) {
  const path = `/reviews/${review.number}/links`;
  const links = useResource<ReviewLinkList>(path).data?.links ?? [];
  const [days, setDays] = useState('14');
  const [made, setMade] = useState<string | null>(null);
  const { busy, error, attempt } = useTask();
  const refresh = () => invalidateResources((other) => other === path, 0);
  const make = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      const { url } = await askJson<ReviewLinkMade>(path, { method: 'POST', body: { days: Number(days) } });
      setMade(url);
      refresh();
    });
  };
  const revoke = (id: string): void => {
    void attempt(async () => {
      await sendJson(`${path}/${id}`, { method: 'DELETE' });
      refresh();
    });
  };
  return (
    <section className="panel noprint mt-3 px-4 py-3" aria-labelledby="inviting">
      <h2 id="inviting" className="text-base font-semibold">
        {INVITING.title}
      </h2>
      <p className="text-sm text-text-2">{INVITING.rule}</p>
      <form className="mt-2 flex flex-wrap gap-2" onSubmit={make}>
        <Choice
          label={INVITING.term}
          value={days}
          options={TERMS.map((term) => ({ value: String(term), label: INVITING.terms[term] }))}
          onChange={setDays}
        />
        <button type="submit" className="btn btn-primary" disabled={busy}>
          {INVITING.make}
        </button>
      </form>
      <FormError error={error} />
      {made !== null && <ShownOnce label={INVITING.once} text={made} />}
      <ul className="mt-2 divide-y divide-line text-sm">
        {links.map((link) => (
          <li key={link.id} className="num flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <span className="min-w-0 flex-1">
              {link.madeBy}, {linkText(link, review.timeZone)}
            </span>
            {link.revokedAt === null && (
              <button type="button" className="btn" disabled={busy} onClick={() => revoke(link.id)}>
                {INVITING.revoke}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
