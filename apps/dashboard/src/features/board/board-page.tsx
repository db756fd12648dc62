import type { Board } from '@tandem/contracts/board';
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
import { Skeleton } from '../../ui/skeleton.js';
import { ShareButton } from '../../ui/share-button.js';
import { useMedia, WIDE } from '../../ui/use-media.js';
import { HeadlinePanel } from './headline-panel.js';
import { KeyResultCards } from './key-result-cards.js';
import { KeyResultTable } from './key-result-table.js';
import { KioskFrame } from './kiosk-frame.js';
import { Notices } from './notices.js';
import { periodOptions } from './period-options.js';
import { periodText } from './period-text.js';
import { ReadingKey } from './reading-key.js';
import { filterGoals, statusFilter } from './status-filter.js';

const SetupPage = lazy(() => import('../setup/setup-page.js'));

const FILTER_WORDS = {
  onTrack: 'goals on track',
  atRisk: 'goals at risk',
  offTrack: 'goals off track',
  breach: 'key results in breach',
  stale: 'key results with stale data',
} as const;

function periodSentence(board: Board): string {
  const { period, dataTo, organisation } = board;
  const day = period.day === null ? '' : `, day ${period.day} of ${period.days}`;
  const data = dataTo === null ? 'no data yet' : `complete data to ${lastWeekdayText(dataTo, organisation.timeZone)}`;
  return `${periodText(period, organisation.fiscalYearStartsIn)}${day} · ${data} · Marketing and IT see this same page`;
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
        label="Period"
        value={chosen}
        options={periodOptions(today, chosen, board?.organisation.fiscalYearStartsIn ?? 1)}
        onChange={(period) => set({ period: period === '' ? null : period })}
      />
      <ShareButton />
      {board && <ExportMenu path={apiPath('/board', { period: chosen, asKnownAt: asOf })} label="the board" />}
    </>
  );
}

function Table({ board }: { readonly board: Board }) {
  const { params, set, asOf } = useParams();
  const now = useNow();
  const wide = useMedia(WIDE);
  const kiosk = params.has('kiosk');
  const filter = statusFilter(params.get('status'));
  const goals = filterGoals(board.goals, filter);
  const frame = {
    nowMs: asOf === null ? now : Date.parse(board.asKnownAt ?? board.generatedAt),
    timeZone: board.organisation.timeZone,
  };
  const table = wide || kiosk;
  return (
    <>
      {filter !== null && (
        <p className="mt-3 text-sm text-text-2" role="status">
          Shown: {FILTER_WORDS[filter]} only.{' '}
          <button type="button" className="lnk-text" onClick={() => set({ status: null })}>
            Show all
          </button>
        </p>
      )}
      {goals.length === 0 ? (
        <section className="panel mt-4 px-6 py-10 text-center">
          <h2 className="text-lg font-semibold">No joint goals here</h2>
          <p className="mx-auto mt-1 max-w-[60ch] text-sm text-text-2">
            {filter === null
              ? 'No goal overlaps this period. Choose another one, or add a goal to the configuration and run `tandem apply`.'
              : 'Nothing matches this filter.'}
          </p>
        </section>
      ) : table ? (
        <div className="panel mt-4 overflow-x-auto">
          <KeyResultTable goals={goals} frame={frame} />
        </div>
      ) : (
        <div className="mt-4">
          <KeyResultCards goals={goals} frame={frame} />
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
      <KioskFrame board={board.data}>
        <Loaded resource={board} heights={[80, 900]}>
          {(data) => (
            <>
              <HeadlinePanel board={data} />
              <Table board={data} />
            </>
          )}
        </Loaded>
      </KioskFrame>
    );
  }
  return (
    <>
      <PageHeading title="Alignment board" controls={<Controls board={board.data} />}>
        <p className="num min-h-[20px] text-sm text-text-2">{board.data && periodSentence(board.data)}</p>
      </PageHeading>
      <Loaded resource={board} heights={[72, 640]}>
        {(data) => (
          <>
            <Notices notices={data.notices} />
            <HeadlinePanel board={data} />
            <Table board={data} />
          </>
        )}
      </Loaded>
    </>
  );
}
