import type { SettingField } from '@tandem/contracts/connectors';
import { useState, type FormEvent } from 'react';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { CONNECT } from './connect-words.js';

/** New secrets for the same source: nothing else changes, and it is read at once. */
export function Credentials({ path, fields }: { readonly path: string; readonly fields: readonly SettingField[] }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [said, setSaid] = useState('');
  const { busy, error, attempt } = useTask();
  if (fields.length === 0) return null;
  const secrets = Object.fromEntries(Object.entries(values).filter(([, secret]) => secret !== ''));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSaid('');
    void attempt(async () => {
      await sendJson(`${path}/credentials`, { method: 'POST', body: { secrets } });
      setValues({});
      setSaid(CONNECT.credentials.stored);
      invalidateResources((other) => other.startsWith('/sources'), 0);
    });
  };
  return (
    <form className="panel mt-4 px-5 py-4" aria-label={CONNECT.credentials.title} onSubmit={submit}>
      <h2 className="text-base font-semibold">{CONNECT.credentials.title}</h2>
      <div className="mt-2 grid items-start gap-3 md:grid-cols-2">
        {fields.map(({ path: place, label }) => (
          <FormField
            key={place}
            label={label}
            type="password"
            autoComplete="new-password"
            name={`settings.${place}`}
            value={values[place] ?? ''}
            onChange={(secret) => setValues({ ...values, [place]: secret })}
            error={error}
            required={false}
            hint={CONNECT.credentials.hint}
          />
        ))}
      </div>
      <button type="submit" className="btn btn-primary mt-3" disabled={busy || Object.keys(secrets).length === 0}>
        {CONNECT.credentials.exchange}
      </button>
      <p role="status" className="mt-2 text-sm text-text-2">
        {said}
      </p>
      <FormError error={error} fields={fields.map(({ path: place }) => `settings.${place}`)} />
    </form>
  );
}
