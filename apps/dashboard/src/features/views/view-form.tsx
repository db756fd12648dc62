import type { SavedView } from '@tandem/contracts/saved-views';
import { useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { choosePreferences, usePreferences } from '../../preferences/preferences.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { words } from './views-words.js';

interface ViewFormProps {
  /** What is changed; null for a new one. */
  readonly view: SavedView | null;
  /** Of what is shown now. */
  readonly address: string;
  readonly onDone: (said: string | null) => void;
}

function Tick(props: { readonly label: string; readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) {
  return (
    <label className="flex min-h-[28px] items-center gap-2 text-sm">
      <input
        type="checkbox"
        className="h-5 w-5"
        checked={props.isOn}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.label}
    </label>
  );
}

export function ViewForm({ view, address, onDone }: ViewFormProps) {
  const { preferences } = usePreferences();
  const wasFirst = view !== null && preferences.startView === view.id;
  const [name, setName] = useState(view?.name ?? '');
  const [isShared, setIsShared] = useState(view?.isShared ?? false);
  const [isFirst, setIsFirst] = useState(wasFirst);
  const [isMoved, setIsMoved] = useState(false);
  const { busy, error, attempt } = useTask();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isSaved = await attempt(async () => {
      const body = { name, isShared, ...(view === null || isMoved ? { address } : {}) };
      const saved =
        view === null
          ? await askJson<SavedView>('/views', { method: 'POST', body })
          : await askJson<SavedView>(`/views/${view.id}`, { method: 'PATCH', body });
      if (isFirst !== wasFirst) await choosePreferences({ startView: isFirst ? saved.id : null });
      invalidateResources((path) => path === '/views', 0);
    });
    if (isSaved) onDone(words.saved(name));
  };
  return (
    <form className="space-y-2" onSubmit={(event) => void submit(event)}>
      <FormField label={words.name} name="name" value={name} error={error} onChange={setName} />
      <Tick label={words.share} isOn={isShared} onChange={setIsShared} />
      <Tick label={words.first} isOn={isFirst} onChange={setIsFirst} />
      {view !== null && view.address !== address && <Tick label={words.here} isOn={isMoved} onChange={setIsMoved} />}
      <FormError error={error} fields={['name']} />
      <div className="flex gap-2">
        <button type="submit" className="btn btn-primary" disabled={busy}>
          {words.keep}
        </button>
        <button type="button" className="btn" onClick={() => onDone(null)}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}
