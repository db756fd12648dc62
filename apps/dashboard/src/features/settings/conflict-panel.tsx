import type { ConfigurationKind } from '@tandem/contracts/settings';
import { NONE } from '../../text/number-text.js';
import { momentText } from '../../text/time-text.js';
import { DataTable } from '../../ui/data-table.js';
import { differences } from './flat-thing.js';
import { fieldText, SETTINGS } from './settings-words.js';
import type { Conflict } from './use-thing.js';

interface ConflictPanelProps {
  readonly kind: ConfigurationKind;
  readonly conflict: Conflict;
  readonly busy: boolean;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
}

/** Both versions side by side where they differ, and the choice between them. */
export function ConflictPanel({ conflict, busy, keepMine, takeTheirs }: ConflictPanelProps) {
  const { mine, theirs } = conflict;
  const rows = differences(mine, theirs?.thing ?? {});
  return (
    <section role="alert" className="rounded border border-warn-mark bg-warn-bg px-3 py-3" aria-labelledby="conflict">
      <h2 id="conflict" className="text-base font-semibold text-warn">
        {SETTINGS.conflictTitle}
      </h2>
      <p className="mt-1 text-sm text-text-2">
        {theirs === null
          ? SETTINGS.conflictGone
          : theirs.changed && SETTINGS.conflictWho(theirs.changed.by, momentText(theirs.changed.at))}
      </p>
      <div className="mt-2">
        {rows.length === 0 ? (
          <p className="text-sm">{SETTINGS.same}</p>
        ) : (
          <DataTable
            caption={SETTINGS.both}
            rows={rows}
            rowKey={({ field }) => field}
            columns={[
              { title: SETTINGS.field, cell: ({ field }) => fieldText(field) },
              { title: SETTINGS.yours, cell: (row) => row.mine ?? NONE },
              { title: SETTINGS.theirs, cell: (row) => row.theirs ?? NONE },
            ]}
          />
        )}
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        <button type="button" className="btn" disabled={busy} onClick={keepMine}>
          {SETTINGS.keepMine}
        </button>
        <button type="button" className="btn" disabled={busy} onClick={takeTheirs}>
          {SETTINGS.takeTheirs}
        </button>
      </div>
    </section>
  );
}
