import type { Scope, TokenMade } from '@tandem/contracts/access';
import { useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { Choice } from '../../ui/choice.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { useTask } from '../../ui/use-task.js';

const scopeOptions: readonly { readonly value: Scope; readonly label: string }[] = [
  { value: 'push', label: 'push: send records' },
  { value: 'read', label: 'read: every number' },
  { value: 'apply', label: 'apply: configuration as code' },
  { value: 'admin', label: 'admin: all but signatures' },
];
const lifetimes = ['30', '90', '365'].map((days) => ({ value: days, label: `${days} days` }));

export function TokenForm() {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<string>('push');
  const [sources, setSources] = useState('');
  const [days, setDays] = useState('90');
  const [secret, setSecret] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const named = sources.split(/[\s,]+/).filter((id) => id !== '');
    const limited = scope === 'push' && named.length > 0 ? { sources: named } : {};
    const body = { name, scopes: [scope], validDays: Number(days), ...limited };
    void attempt(async () => {
      setSecret((await askJson<TokenMade>('/tokens', { method: 'POST', body })).secret);
      setName('');
      invalidateResources((path) => path === '/tokens', 0);
    });
  };
  return (
    <section className="panel mt-6 px-5 py-4" aria-labelledby="new-token">
      <h2 id="new-token" className="text-lg font-semibold">
        New token
      </h2>
      <form className="mt-3 grid items-start gap-3 md:grid-cols-2" onSubmit={submit}>
        <FormField label="What it is for" name="name" value={name} onChange={setName} error={error} />
        {scope === 'push' && (
          <FormField
            label="Sources it may push for"
            name="sources"
            value={sources}
            onChange={setSources}
            error={error}
            required={false}
            hint="Ids, with commas between them; every source when left empty."
          />
        )}
        <div className="flex flex-wrap gap-2">
          <Choice label="Scope" value={scope} options={scopeOptions} onChange={setScope} />
          <Choice label="Lifetime" value={days} options={lifetimes} onChange={setDays} />
        </div>
        <button type="submit" className="btn btn-primary justify-self-start" disabled={busy}>
          Make the token
        </button>
      </form>
      <FormError error={error} fields={['name', 'sources']} />
      {secret !== '' && <ShownOnce label="Keep this token now; it is not shown again:" text={secret} />}
    </section>
  );
}
