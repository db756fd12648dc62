import type { TokenMade } from '@tandem/contracts/access';
import { useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { Choice } from '../../ui/choice.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { ShownOnce } from '../../ui/shown-once.js';
import { useTask } from '../../ui/use-task.js';
import { TOKEN } from './token-words.js';
import { optionsOf } from '../../ui/options-of.js';

const LIFETIMES = [30, 90, 365];

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
        {TOKEN.new}
      </h2>
      <form className="mt-3 grid items-start gap-3 md:grid-cols-2" onSubmit={submit}>
        <FormField label={TOKEN.name} name="name" value={name} onChange={setName} error={error} />
        {scope === 'push' && (
          <FormField
            label={TOKEN.sources}
            name="sources"
            value={sources}
            onChange={setSources}
            error={error}
            required={false}
            hint={TOKEN.sourcesHint}
          />
        )}
        <div className="flex flex-wrap gap-2">
          <Choice label={TOKEN.scope} value={scope} options={optionsOf(TOKEN.scopes)} onChange={setScope} />
          <Choice
            label={TOKEN.lifetime}
            value={days}
            options={LIFETIMES.map((length) => ({ value: String(length), label: TOKEN.days(length) }))}
            onChange={setDays}
          />
        </div>
        <button type="submit" className="btn btn-primary justify-self-start" disabled={busy}>
          {TOKEN.make}
        </button>
      </form>
      <FormError error={error} fields={['name', 'sources']} />
      {secret !== '' && <ShownOnce label={TOKEN.keep} text={secret} />}
    </section>
  );
}
