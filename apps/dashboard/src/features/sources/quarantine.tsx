import type { QuarantinedRow, QuarantineList, SourcePage } from '@tandem/contracts/sources';
import { useState } from 'react';
import { getJson } from '../../api/request.js';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { countText } from '../../text/number-text.js';
import { momentText } from '../../text/time-text.js';
import { FormError } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { MendRow } from './mend-row.js';
import { ReasonList } from './reason-list.js';
import { useSourceAccess } from './source-access.js';
import { REFUSED } from './refused-words.js';

const PAGE = 50;

function RowCard({
  row,
  path,
  mayMend,
}: {
  readonly row: QuarantinedRow;
  readonly path: string;
  readonly mayMend: boolean;
}) {
  const [isOpen, setOpen] = useState(false);
  const place = REFUSED.place(row.file, countText(row.line));
  return (
    <li className="px-4 py-3 text-sm">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0 flex-1 basis-[280px]">
          <p className="num break-all font-medium">{place}</p>
          <p className="break-words text-text-2">
            {row.field !== null && <b className="font-medium text-text">{row.field}: </b>}
            {row.reason}
          </p>
          <code className="mt-1 block max-h-20 overflow-hidden break-all text-xs text-text-3">{row.raw}</code>
          {row.decided && (
            <p className="mt-1 text-xs text-text-3">
              {REFUSED.decided(row.state === 'mended', row.decided.by, momentText(row.decided.at), row.decided.reason)}
            </p>
          )}
        </div>
        {row.state === 'open' && mayMend && (
          <button
            type="button"
            className="btn"
            aria-expanded={isOpen}
            aria-label={REFUSED.mendOne(place)}
            onClick={() => setOpen(!isOpen)}
          >
            {REFUSED.mend}
          </button>
        )}
      </div>
      {isOpen && <MendRow row={row} path={path} onClose={() => setOpen(false)} />}
    </li>
  );
}

/** Rows that did not fit: kept, counted nowhere, and mended or dismissed here. */
export function Quarantine({ answer }: { readonly answer: SourcePage }) {
  const { source, quarantine, reasons } = answer;
  const [state, setState] = useState<QuarantinedRow['state']>('open');
  const { mayFeed } = useSourceAccess();
  const path = `/sources/${encodeURIComponent(source.id)}`;
  const decided = useResource<QuarantineList>(
    state === 'open' ? null : apiPath(`${path}/quarantine`, { state, limit: PAGE }),
  ).data?.rows;
  const first = state === 'open' ? quarantine : (decided ?? []);
  return (
    <section aria-labelledby="quarantine">
      <div className="mb-2 mt-6 flex flex-wrap items-baseline justify-between gap-2">
        <h2 id="quarantine" className="text-lg font-semibold">
          {REFUSED.title}
        </h2>
        <div className="noprint flex flex-wrap gap-2" role="group" aria-label={REFUSED.which}>
          {(['open', 'mended', 'dismissed'] as const).map((one) => (
            <button key={one} type="button" className="btn" aria-pressed={state === one} onClick={() => setState(one)}>
              {one === 'open' ? REFUSED.open(countText(source.quarantined)) : REFUSED[one]}
            </button>
          ))}
        </div>
      </div>
      {state === 'open' && source.quarantined > 0 && <p className="mb-2 text-sm text-text-2">{REFUSED.kept}</p>}
      {state === 'open' && mayFeed && <ReasonList reasons={reasons} path={path} />}
      {first.length === 0 ? (
        <p className="text-sm text-text-2">{state === 'open' ? REFUSED.noneOpen : REFUSED.noneYet}</p>
      ) : (
        <Rows key={`${state} ${first[0]?.id ?? ''}`} first={first} path={path} state={state} mayMend={mayFeed} />
      )}
    </section>
  );
}

function Rows({
  first,
  path,
  state,
  mayMend,
}: {
  readonly first: readonly QuarantinedRow[];
  readonly path: string;
  readonly state: QuarantinedRow['state'];
  readonly mayMend: boolean;
}) {
  const [further, setFurther] = useState<readonly QuarantinedRow[]>([]);
  const [isAll, setAll] = useState(first.length < PAGE);
  const { busy, error, attempt } = useTask();
  const rows = [...first, ...further];
  const more = (): void =>
    void attempt(async () => {
      const after = rows.at(-1)?.id;
      const answer = await getJson<QuarantineList>(apiPath(`${path}/quarantine`, { state, after, limit: PAGE }));
      setFurther([...further, ...answer.rows]);
      setAll(answer.rows.length < PAGE);
    });
  return (
    <>
      <ul className="panel divide-y divide-line" aria-label={REFUSED.count(rows.length)}>
        {rows.map((row) => (
          <RowCard key={row.id} row={row} path={path} mayMend={mayMend} />
        ))}
      </ul>
      {!isAll && (
        <button type="button" className="btn mt-2" disabled={busy} onClick={more}>
          {REFUSED.more}
        </button>
      )}
      <FormError error={error} />
    </>
  );
}
