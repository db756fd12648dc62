import type { Grain } from '@tandem/contracts/common';
import type { MetricPage as MetricAnswer } from '@tandem/contracts/metrics';
import { lazy } from 'react';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { useParams } from '../../navigation/use-params.js';
import { reasonSentence } from '../../text/status-words.js';
import { localDateOf, plusDays } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { GuardrailBadge } from '../../ui/guardrail-badge.js';
import { Loaded } from '../../ui/loaded.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { StatusMark } from '../../ui/status-mark.js';
import { Notices } from '../board/notices.js';
import { FollowButton } from '../follow/follow-button.js';
import { useNotes, type NotePlace, type Notes } from '../notes/use-notes.js';
import { CountOpening } from '../talk/count-opening.js';
import { BehaviourPanel } from './behaviour-panel.js';
import { chosenEntry, GRAINS, grainOf } from './chart-questions.js';
import { rangeChoice, rangeOf } from './chart-range.js';
import { CHART_WORDS } from './chart-words.js';
import { CountingNotice } from './counting-notice.js';
import { DefinitionPanel } from './definition-panel.js';
import { GuardrailPanel } from './guardrail-panel.js';
import { LateBreakdown } from './late-breakdown.js';
import { MetricFacts } from './metric-facts.js';
import { TrendPanel } from './trend-panel.js';
import { METRIC_WORDS } from './metric-words.js';
import { LatePart } from '../../shell/page-boundary.js';

// Read by few and rarely: they come after the rest of the page.
const BandsPanel = lazy(() => import('./bands-panel.js'));
const VersionsPanel = lazy(() => import('./versions-panel.js'));
const NotesPanel = lazy(() => import('../notes/notes-panel.js'));
const AnnotateForm = lazy(() => import('../notes/annotate-form.js'));
const RestatementsPanel = lazy(() => import('./restatements-panel.js'));

type Entry = MetricAnswer['keyResults'][number];

interface ControlsProps {
  readonly page: MetricAnswer;
  readonly grain: Grain;
  readonly mayWrite: boolean;
}

function Controls({ page, grain, mayWrite }: ControlsProps) {
  const { params, set } = useParams();
  const dataTo = localDateOf(page.freshness.dataTo ?? page.current.end, page.timeZone);
  const range = rangeChoice({ from: params.get('from'), to: params.get('to') }, dataTo);
  const length = range.options.find((option) => option.value === range.value)?.label ?? METRIC_WORDS.period;
  return (
    <>
      <Choice
        label={METRIC_WORDS.time}
        value={range.value}
        options={range.options}
        onChange={(value) => {
          const next = rangeOf(value, dataTo);
          if (next) set({ from: next.from, to: next.to });
        }}
      />
      <Choice
        label={METRIC_WORDS.grain}
        value={grain}
        options={GRAINS.map((one) => ({ value: one, label: METRIC_WORDS.grains[one] }))}
        onChange={(value) => set({ grain: value === 'day' ? null : value })}
      />
      {grain === 'day' && (
        <Choice
          label={METRIC_WORDS.comparison}
          value={params.get('cmp') === 'none' ? 'none' : 'previous'}
          options={[
            {
              value: 'previous',
              label: range.value === 'custom' ? METRIC_WORDS.vsBefore : METRIC_WORDS.vsPrevious(length),
            },
            { value: 'none', label: METRIC_WORDS.noComparison },
          ]}
          onChange={(value) => set({ cmp: value === 'none' ? 'none' : null })}
        />
      )}
      <FollowButton metric={page.metric.key} />
      {mayWrite && (
        <button
          type="button"
          className="btn"
          aria-pressed={params.has('note')}
          onClick={() => set({ note: params.has('note') ? null : plusDays(dataTo, -1), view: null })}
        >
          {CHART_WORDS.annotate}
        </button>
      )}
      <ShareButton />
    </>
  );
}

function Standing({
  page,
  entry,
  nowMs,
}: {
  readonly page: MetricAnswer;
  readonly entry: Entry | null;
  readonly nowMs: number;
}) {
  const first = page.guardrails[0] ?? null;
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-text-2">
      {entry === null ? (
        <span>{METRIC_WORDS.noTarget}</span>
      ) : (
        <>
          <StatusMark status={entry.keyResult.status} reason={entry.keyResult.statusReason} strong />
          <span>{reasonSentence(entry.keyResult.statusReason)}</span>
        </>
      )}
      {first?.state === 'held' && <span>{METRIC_WORDS.guardrailHeld}</span>}
      <GuardrailBadge guardrail={first} nowMs={nowMs} />
      <Owners owners={page.owners} />
    </p>
  );
}

function UsedIn({ page, entry }: { readonly page: MetricAnswer; readonly entry: Entry | null }) {
  const entries = page.keyResults;
  return (
    <section className="panel px-4 py-3" aria-labelledby="used-in">
      <h2 id="used-in" className="text-base font-semibold">
        {METRIC_WORDS.usedIn}
      </h2>
      {entries.length === 0 ? (
        <p className="mt-1 text-sm text-text-2">{METRIC_WORDS.noGoal}</p>
      ) : (
        <ul className="mt-1.5 space-y-2 text-sm">
          {entries.map(({ goal, keyResult }) => (
            <li key={keyResult.id}>
              <PageLink to={`/goals/${encodeURIComponent(goal.id)}`} className="lnk">
                {goal.title}
              </PageLink>
              {entry !== null && entries.length > 1 && (
                <span className="block text-xs text-text-3">
                  {keyResult.id === entry.keyResult.id ? (
                    CHART_WORDS.judgedByThis
                  ) : (
                    <PageLink
                      to={`/metrics/${encodeURIComponent(page.metric.key)}`}
                      params={{ kr: keyResult.id }}
                      className="lnk"
                    >
                      {CHART_WORDS.judgeByThis}
                      <span className="sr">: {goal.title}</span>
                    </PageLink>
                  )}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Crumbs({ entry }: { readonly entry: Entry | null }) {
  return (
    <>
      <PageLink to="/board" className="hover:underline">
        {METRIC_WORDS.board}
      </PageLink>{' '}
      <span aria-hidden="true">/</span>{' '}
      {entry === null ? (
        <PageLink to="/metrics" className="hover:underline">
          {METRIC_WORDS.metrics}
        </PageLink>
      ) : (
        <PageLink to={`/goals/${encodeURIComponent(entry.goal.id)}`} className="hover:underline">
          {entry.goal.title}
        </PageLink>
      )}
    </>
  );
}

interface MainColumnProps {
  readonly page: MetricAnswer;
  readonly entry: Entry | null;
  readonly grain: Grain;
  readonly nowMs: number;
  readonly place: NotePlace;
  readonly notes: Notes;
}

/** The charts, and what people write about them. */
function MainColumn({ page, entry, grain, nowMs, place, notes }: MainColumnProps) {
  const { params, set } = useParams();
  const noteDay = params.get('note');
  const { writer } = notes;
  return (
    <>
      <TrendPanel
        page={page}
        entry={entry}
        grain={grain}
        nowMs={nowMs}
        notes={notes.notes}
        onNote={writer ? (day) => set({ note: day }) : undefined}
      >
        {writer && noteDay !== null && (
          <LatePart>
            <AnnotateForm place={place} writer={writer} day={noteDay} onClose={() => set({ note: null })} />
          </LatePart>
        )}
      </TrendPanel>
      <BehaviourPanel page={page} />
      <LateBreakdown page={page} />
      <LatePart>
        <NotesPanel place={place} notes={notes} hasChart />
      </LatePart>
    </>
  );
}

/** Is it real, why, what happens next? */
export default function MetricPage({ metricKey }: { readonly metricKey: string }) {
  const { params, asOf } = useParams();
  const now = useNow();
  const page = useResource<MetricAnswer>(apiPath(`/metrics/${encodeURIComponent(metricKey)}`, { asKnownAt: asOf }));
  const place: NotePlace = `/metrics/${encodeURIComponent(metricKey)}`;
  const notes = useNotes(place);
  const grain = grainOf(params.get('grain'));
  const entry = chosenEntry(page.data, params.get('kr'));
  const nowMs = page.data?.asKnownAt ? Date.parse(page.data.asKnownAt) : now;
  return (
    <>
      <PageHeading
        title={page.data?.metric.title ?? METRIC_WORDS.title}
        crumbs={<Crumbs entry={entry} />}
        controls={page.data && <Controls page={page.data} grain={grain} mayWrite={notes.writer !== null} />}
      >
        {page.data && <Standing page={page.data} entry={entry} nowMs={nowMs} />}
      </PageHeading>
      <Loaded resource={page} heights={[92, 480, 220]}>
        {(data) => (
          <>
            <Notices notices={data.notices} timeZone={data.timeZone} />
            <CountOpening metric={data.metric.key} />
            {data.backfill && <CountingNotice metricKey={data.metric.key} backfill={data.backfill} />}
            <MetricFacts page={data} entry={entry} />
            <div className="mt-4 grid gap-4 lg:grid-cols-[minmax(0,1fr)_316px]">
              <div className="min-w-0 space-y-4">
                <MainColumn page={data} entry={entry} grain={grain} nowMs={nowMs} place={place} notes={notes} />
              </div>
              <aside className="space-y-4" aria-label={METRIC_WORDS.about}>
                <DefinitionPanel page={data} nowMs={nowMs} />
                <GuardrailPanel page={data} />
                <LatePart>
                  {data.bands && <BandsPanel page={data} bands={data.bands} />}
                  {/* Versions and proposals are those of today. */}
                  {data.asKnownAt === null && <VersionsPanel page={data} />}
                  <RestatementsPanel page={data} />
                </LatePart>
                <UsedIn page={data} entry={entry} />
              </aside>
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}
