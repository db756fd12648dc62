import type { ConfigurationHistory, ConfigurationKind, ThingList } from '@tandem/contracts/settings';
import { useState } from 'react';
import { askJson } from '../../api/request.js';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { momentText } from '../../text/time-text.js';
import { FormError } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { FieldChanges } from '../metric/field-changes.js';
import { fieldText, KIND_WORDS, SETTINGS } from './settings-words.js';
import { presentThing, refreshAfterChange, type StoredThing } from './use-thing.js';

type Entry = ConfigurationHistory['entries'][number];

const FIELDS_SHOWN = 6;

/** The first fields that changed; the others are a click away, for what is new is all of it. */
function Fields({ fields, action }: Pick<Entry, 'fields' | 'action'>) {
  const inWords = fields.map((change) => ({ ...change, field: fieldText(change.field) }));
  if (inWords.length === 0) return <p className="mt-1 text-xs text-text-2">{SETTINGS.noFields}</p>;
  const isNew = action === 'create';
  const rest = inWords.length - FIELDS_SHOWN;
  if (rest <= 2) return <FieldChanges fields={inWords} isNew={isNew} />;
  return (
    <>
      <FieldChanges fields={inWords.slice(0, FIELDS_SHOWN)} isNew={isNew} />
      <details className="text-xs text-text-2">
        <summary className="flex min-h-[24px] cursor-pointer items-center">{SETTINGS.moreFields(rest)}</summary>
        <FieldChanges fields={inWords.slice(FIELDS_SHOWN)} isNew={isNew} />
      </details>
    </>
  );
}

interface EntryProps {
  readonly entry: Entry;
  readonly busy: boolean;
  /** The version stands now already. */
  readonly isPresent: boolean;
  readonly withKind: boolean;
  readonly onRestore: () => void;
}

function OneEntry({ entry, busy, isPresent, withKind, onRestore }: EntryProps) {
  const { at, by, action, kind, title, fields } = entry;
  const what = withKind ? `${KIND_WORDS[kind]}${kind === 'organisation' ? '' : ` ${title}`}` : '';
  return (
    <li className="px-4 py-3">
      <p className="text-sm">
        {withKind && <b className="font-medium">{what} </b>}
        <span className="text-text-2">
          {SETTINGS.done[action](by)}, <span className="num">{momentText(at)}</span>
        </span>
      </p>
      <Fields fields={fields} action={action} />
      {!isPresent && (
        <button type="button" className="btn mt-2" disabled={busy} onClick={onRestore}>
          {SETTINGS.restore}
          <span className="sr"> {SETTINGS.restoreOf(title, momentText(at))}</span>
        </button>
      )}
    </li>
  );
}

interface ThingHistoryProps {
  /** Of one kind, or of one thing; of everything when left out. */
  readonly kind?: ConfigurationKind;
  readonly id?: string;
  readonly before?: number | null;
  readonly onRestored?: (now: StoredThing | null) => void;
}

/** Who changed what and when, each with the way back to it. */
export function HistoryList({ kind, id, before = null, onRestored }: ThingHistoryProps) {
  const path = apiPath('/configuration/history', { kind, id, before, limit: id === undefined ? 50 : 10 });
  const history = useResource<ConfigurationHistory>(path);
  const present = useResource<ThingList>(kind && id ? `/configuration/things/${kind}` : null);
  const { busy, error, attempt } = useTask();
  const [restored, setRestored] = useState<number | null>(null);
  const isThere = present.data?.things.some((one) => one.id === id) ?? true;
  const restore = ({ sequence, kind: of, id: thing }: Entry): void => {
    void attempt(async () => {
      const edition = (await presentThing(of, thing))?.edition ?? null;
      await askJson(`/configuration/history/${sequence}/restore`, { method: 'POST', body: { edition } });
      refreshAfterChange();
      setRestored(sequence);
      if (onRestored) onRestored(await presentThing(of, thing));
    });
  };
  const entries = history.data?.entries ?? [];
  return (
    <>
      <FormError error={error ?? history.error ?? null} />
      <p role="status" className="text-sm text-ok">
        {restored === null ? '' : SETTINGS.restored}
      </p>
      {history.data && entries.length === 0 && <p className="px-4 py-3 text-sm text-text-2">{SETTINGS.notChanged}</p>}
      <ol className="divide-y divide-line">
        {entries.map((entry, index) => (
          <OneEntry
            key={entry.sequence}
            entry={entry}
            busy={busy}
            withKind={id === undefined}
            isPresent={id !== undefined && index === 0 && isThere}
            onRestore={() => restore(entry)}
          />
        ))}
      </ol>
    </>
  );
}

/** The history of one thing, below its form; it is asked for when it is opened. */
export function ThingHistory(props: ThingHistoryProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="panel" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="flex min-h-[40px] cursor-pointer items-center px-4 text-base font-semibold">
        {SETTINGS.history}
      </summary>
      {open && <HistoryList {...props} />}
    </details>
  );
}
