import type { Notice } from '@tandem/contracts/board';
import type { ReactNode } from 'react';
import { PageLink } from '../../navigation/page-link.js';
import { Glyph } from '../../ui/glyph.js';
import { Progress } from '../../ui/progress.js';

function SourceLink({ connection }: { readonly connection: Notice['connection'] }) {
  return (
    <PageLink to={`/sources/${encodeURIComponent(connection.id)}`} className="lnk">
      {connection.name}
    </PageLink>
  );
}

function listed(parts: readonly ReactNode[]): ReactNode {
  return parts.map((part, index) => (
    <span key={index}>
      {index > 0 && ', '}
      {part}
    </span>
  ));
}

/** Several sources can be moved by the same number of weeks: that is one sentence, not one a source. */
function ShiftNotices({ notices }: { readonly notices: readonly Notice[] }) {
  const weeks = [...new Set(notices.flatMap((notice) => (notice.weeks === undefined ? [] : [notice.weeks])))];
  return (
    <>
      {weeks.map((count) => (
        <li key={count} className="text-text-2">
          <b className="font-medium text-text">Demo data: dates moved forward by {count} weeks</b> so that they end near
          today:{' '}
          {listed(
            notices
              .filter((notice) => notice.weeks === count)
              .map((notice) => <SourceLink key={notice.connection.id} connection={notice.connection} />),
          )}
          . Everything else is as it was recorded.
        </li>
      ))}
    </>
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
      <ShiftNotices notices={notices.filter((notice) => notice.code === 'datesShifted')} />
    </ul>
  );
}
