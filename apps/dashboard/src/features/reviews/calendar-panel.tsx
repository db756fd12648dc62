import type { CalendarFeedList, CalendarFeedMade } from '@tandem/contracts/review-access';
import { useState } from 'react';
import { askJson, sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { timeText } from '../../text/time-text.js';
import { FormError } from '../../ui/form-field.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { useTask } from '../../ui/use-task.js';
import { CALENDAR } from './reviews-page-words.js';

const PATH = '/account/review-calendars';

/** The meetings in one's own calendar: an address to subscribe to, which can be taken back. */
export function CalendarPanel({ timeZone }: { readonly timeZone: string }) {
  const feeds = useResource<CalendarFeedList>(PATH).data?.feeds ?? [];
  const [made, setMade] = useState<string | null>(null);
  const { busy, error, attempt } = useTask();
  const refresh = () => invalidateResources((path) => path === PATH, 0);
  const make = (): void => {
    void attempt(async () => {
      setMade((await askJson<CalendarFeedMade>(PATH, { method: 'POST', body: {} })).url);
      refresh();
    });
  };
  const revoke = (id: string): void => {
    void attempt(async () => {
      await sendJson(`${PATH}/${id}`, { method: 'DELETE' });
      refresh();
    });
  };
  return (
    <section className="panel px-4 py-3" aria-labelledby="calendar">
      <h2 id="calendar" className="text-base font-semibold">
        {CALENDAR.title}
      </h2>
      <p className="text-sm text-text-2">{CALENDAR.rule}</p>
      <button type="button" className="btn mt-2" disabled={busy} onClick={make}>
        {CALENDAR.make}
      </button>
      <FormError error={error} />
      {made !== null && <ShownOnce label={CALENDAR.once} text={made} />}
      <ul className="mt-2 divide-y divide-line text-sm">
        {feeds.map((feed) => (
          <li key={feed.id} className="num flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <span className="min-w-0 flex-1">
              {feed.readAt === null
                ? CALENDAR.neverRead(timeText(feed.madeAt, timeZone))
                : CALENDAR.read(timeText(feed.madeAt, timeZone), timeText(feed.readAt, timeZone))}
            </span>
            <button type="button" className="btn" disabled={busy} onClick={() => revoke(feed.id)}>
              {CALENDAR.revoke}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
