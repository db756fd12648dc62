import type { ImportedInitiatives } from '@tandem/contracts/initiatives';
import { useId, useState, type ChangeEvent } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { FormError } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { LIST } from './intake-words.js';

function Outcome({ outcome }: { readonly outcome: ImportedInitiatives }) {
  const count = (action: string) => outcome.changes.filter((change) => change.action === action).length;
  const { applied, refused } = outcome;
  return (
    <div className="mt-3" role="status">
      <p className="num text-sm">
        {LIST[applied ? 'was' : 'would'](count('create'), count('change'), count('unchanged'))}{' '}
        {refused.length > 0 && LIST[applied ? 'stayedOut' : 'wouldStayOut'](refused.length)}
      </p>
      {refused.length > 0 && (
        <ul className="mt-1 divide-y divide-line text-sm">
          {refused.map((one) => (
            <li key={`${one.line} ${one.column} ${one.reason}`} className="py-1.5">
              <b className="num font-medium">
                {one.column === '' ? LIST.line(one.line) : LIST.lineColumn(one.line, one.column)}
              </b>{' '}
              {one.reason}
              <code className="block break-all text-xs text-text-3">{one.text}</code>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The list as it stands, and what became of it. */
function useImport() {
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<ImportedInitiatives | null>(null);
  const { busy, error, attempt } = useTask();
  const edit = (next: string): void => {
    setText(next);
    setOutcome(null);
  };
  const choose = (event: ChangeEvent<HTMLInputElement>): void => {
    const file = event.target.files?.[0];
    if (file) void file.text().then(edit);
  };
  const send = (dryRun: boolean): void => {
    void attempt(async () => {
      setOutcome(await askJson<ImportedInitiatives>('/initiatives/import', { method: 'POST', body: { text, dryRun } }));
      if (!dryRun) invalidateResources((path) => path.startsWith('/initiatives'), 0);
    });
  };
  return { text, edit, choose, send, outcome, busy, error };
}

/** A list as CSV, or pasted from a spreadsheet: looked at first, then brought in. */
export function ImportPanel() {
  const id = useId();
  const { text, edit, choose, send, outcome, busy, error } = useImport();
  return (
    <section className="panel mt-4 px-4 py-3" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className="text-base font-semibold">
        {LIST.title}
      </h2>
      <p className="mt-1 max-w-[90ch] text-xs text-text-3">{LIST.hint}</p>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        <label htmlFor={`${id}-file`} className="text-sm font-medium">
          {LIST.file}
        </label>
        <input
          id={`${id}-file`}
          type="file"
          accept=".csv,.tsv,text/csv"
          onChange={choose}
          className="min-h-[28px] text-sm"
        />
      </div>
      <label htmlFor={`${id}-text`} className="mt-2 block text-sm font-medium">
        {LIST.list}
      </label>
      <textarea
        id={`${id}-text`}
        className="field mt-1 !h-auto w-full px-2 py-1.5 font-mono text-xs"
        rows={5}
        value={text}
        spellCheck={false}
        onChange={(event) => edit(event.target.value)}
      />
      <div className="mt-2 flex flex-wrap gap-2">
        <button type="button" className="btn" disabled={busy || text === ''} onClick={() => send(true)}>
          {LIST.look}
        </button>
        <button type="button" className="btn btn-primary" disabled={busy || text === ''} onClick={() => send(false)}>
          {LIST.bring}
        </button>
      </div>
      <FormError error={error} />
      {outcome && <Outcome outcome={outcome} />}
    </section>
  );
}
