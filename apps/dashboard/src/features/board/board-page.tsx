import type { Board, BoardGoal } from '@tandem/contracts/board';
import type { Setup } from '@tandem/contracts/system';
import { lazy, Suspense, useState } from 'react';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { useNow } from '../../navigation/use-now.js';
import { useParams } from '../../navigation/use-params.js';
import { lastWeekdayText, localDateOf } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { LatePart } from '../../shell/page-boundary.js';
import { Skeleton } from '../../ui/skeleton.js';
import { ShareButton } from '../../ui/share-button.js';
import { useMedia, WIDE } from '../../ui/use-media.js';
import { ViewsMenu } from '../views/views-menu.js';
import { words } from './board-words.js';
import { FollowedFilter } from '../follow/followed-filter.js';
import { FOLLOW_WORDS } from '../follow/follow-words.js';
import { useFollowed } from '../follow/use-followed.js';
import { HeadlinePanel } from './headline-panel.js';
import { KeyResultTable } from './key-result-table.js';
import { Notices } from './notices.js';
import { periodOptions } from './period-options.js';
import { boardPeriod } from './period-text.js';
import { ReadingKey } from './reading-key.js';
import { filterGoals, followedGoals, statusFilter } from './status-filter.js';

const HoldNotice = lazy(() => import('../talk/hold-notice.js'));
const SetupPage = lazy(() => import('../setup/setup-page.js'));
const KioskFrame = lazy(() => import('./kiosk-frame.js'));
const importCards = async () => ({ default: (await import('./key-result-cards.js')).KeyResultCards });
const KeyResultCards = lazy(importCards);
// On a phone they are on their way while the board is asked for; elsewhere nobody needs them.
if (!matchMedia(WIDE).matches) void importCards();
const FirstHourPanel = lazy(() => import('../setup/first-hour-panel.js'));

function periodSentence(board: Board): string {
  const { dataTo, organisation } = board;
  const data = dataTo === null ? words.noDataYet : words.completeTo(lastWeekdayText(dataTo, organisation.timeZone));
  return `${boardPeriod(board)} · ${data} · ${words.samePage}`;
}

function Controls({ board }: { readonly board: Board | undefined }) {
  const { params, set, asOf } = useParams();
  const chosen = params.get('period') ?? '';
  const today = board
    ? localDateOf(board.asKnownAt ?? board.generatedAt, board.organisation.timeZone)
    : new Date().toISOString().slice(0, 10);
  return (
    <>
      <Choice
        label={words.period}
        value={chosen}
        options={periodOptions(today, chosen, board?.organisation.fiscalYearStartsIn ?? 1)}
        onChange={(period) => set({ period: period === '' ? null : period })}
      />
      <ViewsMenu />
      <FollowedFilter />
      <ShareButton />
      {board && <ExportMenu path={apiPath('/board', { period: chosen, asKnownAt: asOf })} label={words.exportLabel} />}
    </>
  );
}

function Table({ board, shown = board.goals }: { readonly board: Board; readonly shown?: readonly BoardGoal[] }) {
  const { params, set, asOf } = useParams();
  const now = useNow();
  const wide = useMedia(WIDE);
  const kiosk = params.has('kiosk');
  const filter = statusFilter(params.get('status'));
  const followed = useFollowed();
  const onlyFollowed = params.get('followed') === 'only' && followed !== null;
  const goals = followedGoals(filterGoals(shown, filter), onlyFollowed ? followed : null);
  const frame = {
    nowMs: asOf === null ? now : Date.parse(board.asKnownAt ?? board.generatedAt),
    timeZone: board.organisation.timeZone,
  };
  const table = wide || kiosk;
  return (
    <>
      {filter !== null && (
        <p className="mt-3 text-sm text-text-2" role="status">
          {words.shownOnly(words.filters[filter])}{' '}
          <button type="button" className="lnk-text" onClick={() => set({ status: null })}>
            {words.showAll}
          </button>
        </p>
      )}
      {onlyFollowed && (
        <p className="mt-3 text-sm text-text-2" role="status">
          {followed.size === 0 ? FOLLOW_WORDS.none : FOLLOW_WORDS.shown}{' '}
          <button type="button" className="lnk-text" onClick={() => set({ followed: null })}>
            {FOLLOW_WORDS.showAll}
          </button>
        </p>
      )}
      {goals.length === 0 ? (
        <section className="panel mt-4 px-6 py-10 text-center">
          <h2 className="text-lg font-semibold">{words.noGoals}</h2>
          <p className="mx-auto mt-1 max-w-[60ch] text-sm text-text-2">
            {filter === null && !onlyFollowed ? words.noneInPeriod : words.noneMatches}
          </p>
        </section>
      ) : table ? (
        <div className="panel mt-4 overflow-x-auto">
          <KeyResultTable goals={goals} frame={frame} />
        </div>
      ) : (
        <div className="mt-4">
          <LatePart fallback={<Skeleton heights={[480]} />}>
            <KeyResultCards goals={goals} frame={frame} />
          </LatePart>
        </div>
      )}
      {table && !kiosk && goals.length > 0 && <ReadingKey />}
    </>
  );
}

/** Will we hit our joint goals? */
export default function BoardPage() {
  const { params, asOf } = useParams();
  const board = useResource<Board>(apiPath('/board', { period: params.get('period'), asKnownAt: asOf }));
  const setup = useResource<Setup>('/setup');
  const [impatient, setImpatient] = useState(false);
  // A board without goals may belong to an empty workspace, whose first page is another one: which is known in a moment.
  const undecided = board.data?.goals.length === 0 && setup.data === undefined && setup.error === undefined;
  const waiting = setup.data?.empty === true || (setup.data?.demo.state === 'loading' && !impatient);
  if (setup.data && waiting) {
    return (
      <Suspense fallback={null}>
        <SetupPage setup={setup.data} onOpenBoard={() => setImpatient(true)} />
      </Suspense>
    );
  }
  if (undecided) return <Skeleton heights={[72, 640]} />;
  if (params.has('kiosk')) {
    return (
      <Suspense fallback={null}>
        <KioskFrame board={board.data} loadedAt={board.loadedAt}>
          {(goals) => (
            <Loaded resource={board} heights={[80, 900]}>
              {(data) => (
                <>
                  <HeadlinePanel board={data} />
                  <Table board={data} shown={goals} />
                </>
              )}
            </Loaded>
          )}
        </KioskFrame>
      </Suspense>
    );
  }
  return (
    <>
      <PageHeading title={words.title} controls={<Controls board={board.data} />}>
        <p className="num min-h-[20px] text-sm text-text-2">{board.data && periodSentence(board.data)}</p>
      </PageHeading>
      <Loaded resource={board} heights={[72, 640]}>
        {(data) => (
          <>
            <Notices notices={data.notices} timeZone={data.organisation.timeZone} />
            {asOf === null && (
              <LatePart>
                <HoldNotice />
                {!data.goals.some(({ published }) => published) && <FirstHourPanel />}
              </LatePart>
            )}
            <HeadlinePanel board={data} />
            <Table board={data} />
          </>
        )}
      </Loaded>
    </>
  );
}
