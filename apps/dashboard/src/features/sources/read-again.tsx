import type { Source } from '@tandem/contracts/sources';
import { useState, type FormEvent } from 'react';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { plusDays } from '../../text/time-text.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { useSourceAccess } from './source-access.js';
import { SOURCE } from './source-page-words.js';

/** A window of time that is asked for again, and records that are made anew of kept rows; both are runs that can be left and stopped. */
export function ReadAgain({ source, path }: { readonly source: Source; readonly path: string }) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [said, setSaid] = useState('');
  const { busy, error, attempt } = useTask();
  const { mayFeed } = useSourceAccess();
  const { canBackfill, canReplay, paused } = source;
  if (!mayFeed || paused || !(canBackfill || canReplay)) return null;
  const start = (what: string, body: object | undefined, words: string): void =>
    void attempt(async () => {
      await sendJson(`${path}/${what}`, { method: 'POST', ...(body ? { body } : {}) });
      setSaid(words);
      invalidateResources((other) => other.startsWith('/sources'), 0);
    });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const window = { from: `${from}T00:00:00Z`, to: `${plusDays(to, 1)}T00:00:00Z` };
    if (from !== '' && to !== '') start('backfill', window, SOURCE.again.windowAsked);
  };
  return (
    <section className="panel mt-3 px-4 py-3" aria-labelledby="read-again">
      <h2 id="read-again" className="text-base font-semibold">
        {SOURCE.again.title}
      </h2>
      {canBackfill && (
        <form className="mt-2 flex flex-wrap items-end gap-3" aria-label={SOURCE.again.window} onSubmit={submit}>
          <FormField label={SOURCE.again.from} type="date" name="from" value={from} onChange={setFrom} error={error} />
          <FormField label={SOURCE.again.to} type="date" name="to" value={to} onChange={setTo} error={error} />
          <button type="submit" className="btn" disabled={busy}>
            {SOURCE.again.readDays}
          </button>
        </form>
      )}
      {canReplay && (
        <p className="mt-3 flex flex-wrap items-center gap-3 text-sm text-text-2">
          <button
            type="button"
            className="btn"
            disabled={busy}
            onClick={() => start('replay', undefined, SOURCE.again.replayed)}
          >
            {SOURCE.again.replay}
          </button>
          {SOURCE.again.replayText}
        </p>
      )}
      <p role="status" className="mt-1 text-sm text-text-2">
        {said}
      </p>
      <FormError error={error} fields={['from', 'to']} />
    </section>
  );
}
