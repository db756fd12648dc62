import type { Notice } from '@tandem/contracts/board';
import { PageLink } from '../../navigation/page-link.js';
import { timeText } from '../../text/time-text.js';
import { Glyph } from '../../ui/glyph.js';
import { Progress } from '../../ui/progress.js';
import { words } from './board-words.js';

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
        {words.notices.shifted(
          same && first.weeks !== undefined ? words.notices.weeks(first.weeks) : words.notices.wholeWeeks,
        )}
      </b>{' '}
      {words.notices.shiftedWhy}{' '}
      {notices.map((notice, index) => (
        <span key={notice.connection.id}>
          {index > 0 && ', '}
          <SourceLink connection={notice.connection} />
          {!same && notice.weeks !== undefined && ` ${words.notices.by(notice.weeks)}`}
        </span>
      ))}
      .
    </li>
  );
}

function Line({ notice, timeZone }: { readonly notice: Notice; readonly timeZone: string }) {
  if (notice.code === 'importRunning') {
    return (
      <li className="flex flex-wrap items-center gap-x-3 gap-y-1 text-text-2">
        <span>
          <b className="font-medium text-text">{words.notices.importing}</b>{' '}
          <SourceLink connection={notice.connection} />. {words.notices.grows}
        </span>
        <Progress label={words.notices.importOf(notice.connection.name)} share={notice.progress ?? null} />
      </li>
    );
  }
  return (
    <li className="flex items-start gap-2 text-text-2">
      <span className="mt-[3px]">
        <Glyph name="breach" />
      </span>
      <span>
        <b className="font-medium text-text">{words.notices.failing}</b> <SourceLink connection={notice.connection} />
        {notice.message === undefined ? '' : `. ${notice.message}`} {words.notices.lastGood}
        {notice.since !== undefined && ` ${words.notices.since(timeText(notice.since, timeZone))}`}
        {notice.nextTryAt !== undefined && ` ${words.notices.nextTry(timeText(notice.nextTryAt, timeZone))}`}{' '}
        <PageLink to={`/sources/${encodeURIComponent(notice.connection.id)}`} className="lnk-text">
          {words.notices.mend}
        </PageLink>
      </span>
    </li>
  );
}

/** What a reader must know about the data before reading them. */
export function Notices({ notices, timeZone }: { readonly notices: readonly Notice[]; readonly timeZone: string }) {
  if (notices.length === 0) return null;
  const others = notices.filter((notice) => notice.code !== 'datesShifted');
  return (
    <ul
      aria-label={words.notices.label}
      className="mt-3 space-y-1.5 rounded-lg border border-line bg-sunken px-4 py-2 text-sm"
    >
      {others.map((notice) => (
        <Line key={`${notice.code} ${notice.connection.id}`} notice={notice} timeZone={timeZone} />
      ))}
      <ShiftNotice notices={notices.filter((notice) => notice.code === 'datesShifted')} />
    </ul>
  );
}
