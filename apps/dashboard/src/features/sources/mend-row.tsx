import type { MendAnswer, QuarantinedRow } from '@tandem/contracts/sources';
import { useId, useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { DismissForm } from './dismiss-form.js';
import { REFUSED } from './refused-words.js';

interface MendRowProps {
  readonly row: QuarantinedRow;
  readonly path: string;
  readonly onClose: () => void;
}

/** One refused row with its cells to put right; the server says at once whether it fits now. */
export function MendRow({ row, path, onClose }: MendRowProps) {
  const [cells, setCells] = useState<Readonly<Record<string, string>>>({});
  const [raw, setRaw] = useState(row.raw);
  const { busy, error, attempt } = useTask();
  const edit = row.cells ? (Object.keys(cells).length ? { cells } : null) : raw === row.raw ? null : { raw };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { rows: { ids: [row.id] }, edit };
    void attempt(async () => {
      await askJson<MendAnswer>(`${path}/quarantine/mend`, { method: 'POST', body });
      onClose();
      invalidateResources((other) => other.startsWith('/sources'), 0);
    });
  };
  return (
    <div className="mt-3 rounded border border-line bg-sunken px-4 py-3">
      <form aria-label={REFUSED.mendRow(row.file, row.line)} onSubmit={submit}>
        {row.cells ? (
          <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
            {row.cells.map(({ column, value }, index) => (
              <FormField
                key={`${index} ${column}`}
                label={column}
                name={column}
                value={cells[column] ?? value}
                onChange={(text) => setCells({ ...cells, [column]: text })}
                error={error}
                required={false}
              />
            ))}
          </div>
        ) : (
          <RawField value={raw} onChange={setRaw} />
        )}
        <div className="mt-3 flex flex-wrap gap-2">
          <button type="submit" className="btn btn-primary" disabled={busy}>
            {edit === null ? REFUSED.tryAgain : REFUSED.storeMended}
          </button>
          <button type="button" className="btn" onClick={onClose}>
            {REFUSED.cancel}
          </button>
        </div>
        <div className="mt-2">
          <FormError error={error} fields={row.cells?.map(({ column }) => column) ?? []} />
        </div>
      </form>
      <DismissForm rows={{ ids: [row.id] }} path={path} what={REFUSED.thisRow} />
    </div>
  );
}

function RawField({ value, onChange }: { readonly value: string; readonly onChange: (text: string) => void }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="text-sm font-medium">
        {REFUSED.asItShould}
      </label>
      <textarea
        id={id}
        className="field mt-1 !h-auto w-full py-1.5 font-mono text-xs"
        rows={5}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
