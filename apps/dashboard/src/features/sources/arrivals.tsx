import type { PushTally, SourceArrivals } from '@tandem/contracts/push';
import { useResource } from '../../api/use-resource.js';
import { countText } from '../../text/number-text.js';
import { momentText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Loaded } from '../../ui/loaded.js';
import { SOURCE } from './source-page-words.js';

function columns(): readonly Column<PushTally>[] {
  return [
    {
      title: SOURCE.arrivals.became,
      cell: (tally) => (
        <span className={tally.kind === 'refused' ? 'font-medium text-bad' : ''}>
          {SOURCE.arrivals.kinds[tally.kind]}
        </span>
      ),
    },
    { title: SOURCE.arrivals.why, cell: (tally) => <span className="break-words">{tally.reason}</span> },
    { title: SOURCE.arrivals.often, align: 'right', cell: (tally) => countText(tally.count) },
    {
      title: SOURCE.arrivals.first,
      cell: (tally) => <span className="num whitespace-nowrap">{momentText(tally.firstAt)}</span>,
    },
    {
      title: SOURCE.arrivals.last,
      cell: (tally) => <span className="num whitespace-nowrap">{momentText(tally.lastAt)}</span>,
    },
  ];
}

function Webhook({ webhook }: { readonly webhook: NonNullable<SourceArrivals['webhook']> }) {
  const { secrets, ofEnvironment, path } = webhook;
  const count = secrets.length + (ofEnvironment ? 1 : 0);
  return (
    <p className="mb-2 text-sm text-text-2">
      {SOURCE.arrivals.sendsTo} <code className="break-all">{path}</code>.{' '}
      {count === 0 ? <span className="text-bad">{SOURCE.arrivals.noSecret}</span> : SOURCE.arrivals.checked(count)}
    </p>
  );
}

/** What was sent to a source and not taken: its owner learns here that a sender is not let in, or sends what nobody needs. */
export function Arrivals({ id }: { readonly id: string }) {
  const arrivals = useResource<SourceArrivals>(`/sources/${encodeURIComponent(id)}/arrivals`);
  return (
    <>
      <h2 className="mb-2 mt-6 text-lg font-semibold">{SOURCE.arrivals.title}</h2>
      <Loaded resource={arrivals} heights={[80]}>
        {({ webhook, tallies }) => (
          <>
            {webhook && <Webhook webhook={webhook} />}
            {tallies.length === 0 ? (
              <p className="text-sm text-text-2">{SOURCE.arrivals.nothing}</p>
            ) : (
              <DataTable
                caption={SOURCE.arrivals.title}
                columns={columns()}
                rows={tallies}
                rowKey={({ kind, reason }) => `${kind} ${reason}`}
              />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
