import type { CheckAnswer } from '@tandem/contracts/connectors';
import { DataTable } from '../../ui/data-table.js';
import type { LivePreview } from '../proposal/use-live-preview.js';
import { MAPPING } from './mapping-words.js';

type Refused = NonNullable<CheckAnswer['tried']>['refused'][number];
type Kept = CheckAnswer['records'][number];

function RefusedRows({ refused }: { readonly refused: readonly Refused[] }) {
  if (refused.length === 0) return null;
  return (
    <div className="mt-3">
      <DataTable
        caption={MAPPING.refused}
        rows={refused}
        rowKey={({ stream, field, line }) => `${stream} ${field} ${line}`}
        columns={[
          { title: MAPPING.refusedField, cell: ({ field, stream }) => field ?? stream },
          { title: MAPPING.refusedRows, align: 'right', cell: ({ count }) => count },
          { title: MAPPING.refusedReason, cell: ({ reason }) => reason },
          { title: MAPPING.refusedLine, align: 'right', cell: ({ line }) => line },
        ]}
      />
    </div>
  );
}

function Records({ records }: { readonly records: readonly Kept[] }) {
  if (records.length === 0) return null;
  const names = [...new Set(records.flatMap(({ fields, dimensions }) => Object.keys({ ...fields, ...dimensions })))];
  return (
    <div
      className="mt-3 overflow-x-auto rounded border border-line"
      role="region"
      aria-label={MAPPING.records}
      tabIndex={0}
    >
      <table className="w-full text-xs">
        <caption className="sr">{MAPPING.records}</caption>
        <thead>
          <tr className="bg-sunken text-left">
            {['key', ...names].map((name) => (
              <th key={name} scope="col" className="whitespace-nowrap px-2 py-1.5 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="num">
          {records.map(({ stream, key, fields, dimensions }) => (
            <tr key={`${stream} ${key}`} className="border-t border-line">
              <th scope="row" className="whitespace-nowrap px-2 py-1 text-left font-normal">
                {key}
              </th>
              {names.map((name) => (
                <td key={name} className="max-w-[220px] truncate px-2 py-1">
                  {String(fields[name] ?? dimensions[name] ?? '–')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the first rows become with the mapping as it stands: the records, and which rows would be refused and why. */
export function MappingResult({ live }: { readonly live: LivePreview<CheckAnswer> }) {
  const { preview, error, busy } = live;
  const issues = error?.problem?.issues ?? [];
  const tried = preview?.tried ?? null;
  return (
    <section className="mt-4 border-t border-line pt-4" aria-labelledby="mapping-result" aria-busy={busy}>
      <h2 id="mapping-result" className="text-base font-semibold">
        {MAPPING.result}
      </h2>
      <div role="status" className="text-sm text-text-2">
        {busy && MAPPING.reading}
        {!busy && error && (
          <>
            {MAPPING.wrong}
            <ul className="list-disc pl-5 text-bad">
              {(issues.length ? issues.slice(0, 8) : [{ field: '', reason: error.message }]).map(
                ({ field, reason }) => (
                  <li key={`${field} ${reason}`}>
                    {field.replace(/^settings\.mappings\.?/, '')} {reason}
                  </li>
                ),
              )}
            </ul>
          </>
        )}
        {!busy && error === null && preview && tried === null && preview.findings.join(' ')}
        {!busy && error === null && tried && (
          <p className="num">{MAPPING.counts(tried.rows, tried.records, tried.refusedRows, tried.leftOut)}</p>
        )}
      </div>
      {error === null && preview?.ok && (
        <>
          <RefusedRows refused={tried?.refused ?? []} />
          <Records records={preview.records} />
        </>
      )}
    </section>
  );
}
