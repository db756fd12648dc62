import type { Notice } from '@tandem/contracts/board';
import { PageLink } from '../../navigation/page-link.js';
import { counted } from '../../text/number-text.js';
import { Glyph } from '../../ui/glyph.js';
import { Progress } from '../../ui/progress.js';

function SourceLink({ connection }: { readonly connection: Notice['connection'] }) {
  return (
    <PageLink to={`/sources/${encodeURIComponent(connection.id)}`} className="lnk-text">
      {connection.name}
    </PageLink>
  );
}

/** Sources that were moved forward, in one sentence however many they are. */
function ShiftNotice({ notices }: { readonly notices: readonly Notice[] }) {
  const [first] = notices;
  if (first === undefined) return null;
  const same = notices.every((notice) => notice.weeks === first.weeks);
  return (
    <li className="text-text-2">
      <b className="font-medium text-text">
        Demo data: dates moved forward by{' '}
        {same && first.weeks !== undefined ? counted(first.weeks, 'week') : 'whole weeks'}
      </b>{' '}
      so that they end near today; everything else is as it was recorded.{' '}
      {notices.map((notice, index) => (
        <span key={notice.connection.id}>
          {index > 0 && ', '}
          <SourceLink connection={notice.connection} />
          {!same && notice.weeks !== undefined && ` by ${notice.weeks}`}
        </span>
      ))}
      .
    </li>
  );
}

function Line({ notice }: { readonly notice: Notice }) {
  if (notice.code === 'importRunning') {
    return (
      <li className="flex flex-wrap items-center gap-x-3 gap-y-1 text-text-2">
        <span>
          <b className="font-medium text-text">Import running:</b> <SourceLink connection={notice.connection} />.
          Figures grow until it ends.
        </span>
        <Progress label={`Import of ${notice.connection.name}`} share={notice.progress ?? null} />
      </li>
    );
  }
  return (
    <li className="flex items-start gap-2 text-text-2">
      <span className="mt-[3px]">
        <Glyph name="breach" />
      </span>
      <span>
        <b className="font-medium text-text">Source failing:</b> <SourceLink connection={notice.connection} />
        {notice.message === undefined ? '' : `. ${notice.message}`} The last good values stay.
      </span>
    </li>
  );
}

/** What a reader must know about the data before reading them. */
export function Notices({ notices }: { readonly notices: readonly Notice[] }) {
  if (notices.length === 0) return null;
  const others = notices.filter((notice) => notice.code !== 'datesShifted');
  return (
    <ul
      aria-label="About the data"
      className="mt-3 space-y-1.5 rounded-lg border border-line bg-sunken px-4 py-2 text-sm"
    >
      {others.map((notice) => (
        <Line key={`${notice.code} ${notice.connection.id}`} notice={notice} />
      ))}
      <ShiftNotice notices={notices.filter((notice) => notice.code === 'datesShifted')} />
    </ul>
  );
}
