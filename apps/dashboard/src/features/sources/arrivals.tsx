import type { PushTally, SourceArrivals } from '@tandem/contracts/push';
import { useResource } from '../../api/use-resource.js';
import { countText, counted } from '../../text/number-text.js';
import { timeText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Loaded } from '../../ui/loaded.js';

const KIND_WORDS: Readonly<Record<PushTally['kind'], string>> = {
  refused: 'refused',
  notUsed: 'not used',
  repeated: 'known already',
};

const utc = (instant: string): string => `${timeText(instant, 'UTC')} UTC`;

const COLUMNS: readonly Column<PushTally>[] = [
  {
    title: 'What became of it',
    cell: (tally) => (
      <span className={tally.kind === 'refused' ? 'font-medium text-bad' : ''}>{KIND_WORDS[tally.kind]}</span>
    ),
  },
  { title: 'Why, or which', cell: (tally) => <span className="break-words">{tally.reason}</span> },
  { title: 'How often', align: 'right', cell: (tally) => countText(tally.count) },
  { title: 'First', cell: (tally) => <span className="num whitespace-nowrap">{utc(tally.firstAt)}</span> },
  { title: 'Last', cell: (tally) => <span className="num whitespace-nowrap">{utc(tally.lastAt)}</span> },
];

function Webhook({ webhook }: { readonly webhook: NonNullable<SourceArrivals['webhook']> }) {
  const { secrets, ofEnvironment, path } = webhook;
  const count = secrets.length + (ofEnvironment ? 1 : 0);
  return (
    <p className="mb-2 text-sm text-text-2">
      Its webhook sends to <code className="break-all">{path}</code>.{' '}
      {count === 0 ? (
        <span className="text-bad">
          It has no secret yet, so nothing is let in: an administrator has to give it one.
        </span>
      ) : (
        `Deliveries are checked with ${counted(count, 'secret')}.`
      )}
    </p>
  );
}

/** What was sent to a source and not taken: its owner learns here that a sender is not let in, or sends what nobody needs. */
export function Arrivals({ id }: { readonly id: string }) {
  const arrivals = useResource<SourceArrivals>(`/sources/${encodeURIComponent(id)}/arrivals`);
  return (
    <>
      <h2 className="mb-2 mt-6 text-lg font-semibold">Sent and not taken</h2>
      <Loaded resource={arrivals} heights={[80]}>
        {({ webhook, tallies }) => (
          <>
            {webhook && <Webhook webhook={webhook} />}
            {tallies.length === 0 ? (
              <p className="text-sm text-text-2">Nothing: everything that was sent so far was taken.</p>
            ) : (
              <DataTable
                caption="Sent and not taken"
                columns={COLUMNS}
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
