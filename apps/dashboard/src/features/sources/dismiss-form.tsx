import { useState, type FormEvent } from 'react';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { REFUSED } from './refused-words.js';

interface DismissFormProps {
  readonly rows: object;
  readonly path: string;
  /** Ends the sentence "Dismiss …". */
  readonly what: string;
}

/** Rows that are wrong for good go, with the reason that somebody may ask for later. */
export function DismissForm({ rows, path, what }: DismissFormProps) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      await sendJson(`${path}/quarantine/dismiss`, { method: 'POST', body: { rows, reason } });
      invalidateResources((other) => other.startsWith('/sources'), 0);
    });
  };
  if (!isOpen) {
    return (
      <button type="button" className="lnk mt-2 text-sm" aria-expanded={false} onClick={() => setOpen(true)}>
        {REFUSED.dismissing(what)}
      </button>
    );
  }
  return (
    <form className="mt-3 max-w-[420px]" aria-label={REFUSED.dismiss(what)} onSubmit={submit}>
      <FormField label={REFUSED.whyNot} name="reason" value={reason} onChange={setReason} error={error} />
      <div className="mt-2 flex gap-2">
        <button type="submit" className="btn" disabled={busy}>
          {REFUSED.dismiss(what)}
        </button>
        <button type="button" className="btn" onClick={() => setOpen(false)}>
          {REFUSED.cancel}
        </button>
      </div>
      <FormError error={error} fields={['reason']} />
    </form>
  );
}
