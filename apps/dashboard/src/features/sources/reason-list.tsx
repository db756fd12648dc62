import type { MendAnswer, RefusalReason } from '@tandem/contracts/sources';
import { useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { DismissForm } from './dismiss-form.js';
import { REFUSED } from './refused-words.js';

/** Rows that were refused for one reason, decided on together. A reason with a single row is in the list below. */
export function ReasonList({ reasons, path }: { readonly reasons: readonly RefusalReason[]; readonly path: string }) {
  const several = reasons.filter(({ rows }) => rows > 1);
  if (several.length === 0) return null;
  return (
    <ul className="panel mb-3 divide-y divide-line" aria-label={REFUSED.reasons}>
      {several.map((reason) => (
        <ReasonItem key={`${reason.stream} ${reason.reason}`} reason={reason} path={path} />
      ))}
    </ul>
  );
}

function ReasonItem({ reason, path }: { readonly reason: RefusalReason; readonly path: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="px-4 py-3 text-sm">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <p className="min-w-0 flex-1 basis-[280px] break-words">
          <b className="num font-medium">{REFUSED.rows(reason.rows)}: </b>
          {reason.reason}
        </p>
        <button
          type="button"
          className="btn"
          aria-expanded={isOpen}
          aria-label={REFUSED.mendAllOf(reason.rows, reason.reason)}
          onClick={() => setOpen(!isOpen)}
        >
          {REFUSED.mendAll}
        </button>
      </div>
      {isOpen && <MendAll reason={reason} path={path} />}
    </li>
  );
}

function MendAll({ reason, path }: { readonly reason: RefusalReason; readonly path: string }) {
  const [column, setColumn] = useState('');
  const [value, setValue] = useState('');
  const [answer, setAnswer] = useState<MendAnswer | null>(null);
  const { busy, error, attempt } = useTask();
  const rows = { reason: reason.reason, stream: reason.stream };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const edit = column === '' ? null : { cells: { [column]: value } };
    void attempt(async () => {
      setAnswer(await askJson<MendAnswer>(`${path}/quarantine/mend`, { method: 'POST', body: { rows, edit } }));
      invalidateResources((other) => other.startsWith('/sources'), 0);
    });
  };
  return (
    <div className="mt-3 rounded border border-line bg-sunken px-4 py-3">
      <form aria-label={REFUSED.mendRows(reason.rows)} onSubmit={submit}>
        <div className="grid gap-3 sm:grid-cols-2">
          <FormField
            label={REFUSED.column}
            name="column"
            value={column}
            onChange={setColumn}
            error={error}
            required={false}
            hint={REFUSED.columnHint}
          />
          <FormField
            label={REFUSED.value}
            name="value"
            value={value}
            onChange={setValue}
            error={error}
            required={false}
          />
        </div>
        <button type="submit" className="btn btn-primary mt-3" disabled={busy}>
          {column === '' ? REFUSED.tryAllAgain : REFUSED.setIn(reason.rows)}
        </button>
        <p role="status" className="mt-2">
          {answer && outcome(answer)}
        </p>
        <FormError error={error} />
      </form>
      <DismissForm rows={rows} path={path} what={REFUSED.allOf(reason.rows)} />
    </div>
  );
}

function outcome({ mended, stillRefused, refused, left }: MendAnswer): string {
  return [
    REFUSED.wereMended(mended),
    ...(stillRefused > 0 ? [REFUSED.stillRefused(stillRefused, refused[0]?.reason ?? '')] : []),
    ...(left > 0 ? [REFUSED.left(left)] : []),
  ].join(' ');
}
