import type { RefusedLines } from '@tandem/contracts/initiative-intake';
import { useId, useState, type FormEvent } from 'react';
import { askJson, sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { INTAKE } from './intake-words.js';

type Line = RefusedLines['lines'][number];

const pathOf = ({ id }: Line) => `/initiatives/refused/${encodeURIComponent(id)}`;
const refresh = () => invalidateResources((path) => path.startsWith('/initiatives'), 0);

/** The cells of a line to put right; the server says at once whether it can be taken now. */
function MendForm({ line, onClose }: { readonly line: Line; readonly onClose: () => void }) {
  const [edited, setEdited] = useState<Readonly<Record<string, string>>>({});
  const { busy, error, attempt } = useTask();
  const columns = [...new Set([...line.columns, ...line.faults.map(({ column }) => column)])].filter(
    (column) => column !== '',
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      await askJson(pathOf(line), { method: 'PUT', body: { cells: edited } });
      refresh();
    });
  };
  return (
    <form
      className="mt-2 rounded border border-line bg-sunken px-3 py-2"
      aria-label={INTAKE.mendLabel(line.line)}
      onSubmit={submit}
      noValidate
    >
      <div className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {columns.map((column) => (
          <FormField
            key={column}
            label={column}
            name={`cells.${column}`}
            value={edited[column] ?? line.cells[line.columns.indexOf(column)] ?? ''}
            onChange={(text) => setEdited({ ...edited, [column]: text })}
            error={error}
            required={false}
          />
        ))}
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        <button type="submit" className="btn btn-primary" disabled={busy}>
          {INTAKE.takeIn}
        </button>
        <button type="button" className="btn" onClick={onClose}>
          {INTAKE.cancel}
        </button>
      </div>
      <FormError error={error} fields={columns.map((column) => `cells.${column}`)} />
    </form>
  );
}

function Refused({ line }: { readonly line: Line }) {
  const [isOpen, setOpen] = useState(false);
  const { busy, error, attempt } = useTask();
  const name = line.source === 'jira' ? line.key : INTAKE.line(line.line);
  const dismiss = (): void => {
    void attempt(async () => {
      await sendJson(pathOf(line), { method: 'DELETE' });
      refresh();
    });
  };
  return (
    <li className="py-2 [overflow-wrap:anywhere]">
      <b className="num font-medium">
        {line.url === null ? (
          name
        ) : (
          <a className="lnk" href={line.url} rel="noreferrer">
            {name}
          </a>
        )}
      </b>
      <ul>
        {line.faults.map(({ column, reason }) => (
          <li key={`${column} ${reason}`}>
            {column === '' ? '' : `${column}: `}
            {reason}
          </li>
        ))}
      </ul>
      <code className="block whitespace-pre-line break-all text-xs text-text-3">{line.text}</code>
      <div className="mt-1 flex flex-wrap gap-2">
        {line.source === 'list' && (
          <button type="button" className="btn" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {INTAKE.mend}
            <span className="sr">, {name}</span>
          </button>
        )}
        <button type="button" className="btn" disabled={busy} onClick={dismiss}>
          {INTAKE.dismiss}
          <span className="sr">, {name}</span>
        </button>
      </div>
      <FormError error={error} />
      {isOpen && <MendForm line={line} onClose={() => setOpen(false)} />}
    </li>
  );
}

/** Lines and issues that were not taken in: kept here until they are mended or put aside. */
export function RefusedPanel() {
  const id = useId();
  const { data } = useResource<RefusedLines>('/initiatives/refused');
  if (data === undefined || data.lines.length === 0) return null;
  return (
    <section className="panel mt-4 px-4 py-3" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className="text-base font-semibold">
        {INTAKE.refused}
      </h2>
      <p className="mt-1 text-xs text-text-3">{INTAKE.refusedLead}</p>
      <ul className="mt-2 divide-y divide-line text-sm">
        {data.lines.map((line) => (
          <Refused key={line.id} line={line} />
        ))}
      </ul>
    </section>
  );
}
