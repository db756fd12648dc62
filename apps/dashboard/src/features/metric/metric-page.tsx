import type { Grain } from '@tandem/contracts/common';
import type { MetricPage as MetricAnswer } from '@tandem/contracts/metrics';
import { lazy, Suspense } from 'react';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { useParams } from '../../navigation/use-params.js';
import { reasonSentence } from '../../text/status-words.js';
import { localDateOf } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { GuardrailBadge } from '../../ui/guardrail-badge.js';
import { Loaded } from '../../ui/loaded.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { StatusMark } from '../../ui/status-mark.js';
import { BehaviourPanel } from './behaviour-panel.js';
import { BreakdownPanel } from './breakdown-panel.js';
import { rangeChoice, rangeOf } from './chart-range.js';
import { CountingNotice } from './counting-notice.js';
import { DefinitionPanel } from './definition-panel.js';
import { GuardrailPanel } from './guardrail-panel.js';
import { MetricFacts } from './metric-facts.js';
import { TrendPanel } from './trend-panel.js';

// Read by few and rarely: they come after the rest of the page.
const BandsPanel = lazy(() => import('./bands-panel.js'));
const VersionsPanel = lazy(() => import('./versions-panel.js'));
const RestatementsPanel = lazy(() => import('./restatements-panel.js'));

type Entry = MetricAnswer['keyResults'][number];

const GRAINS: readonly { value: Grain; label: string }[] = [
  { value: 'day', label: 'Daily' },
  { value: 'week', label: 'Weekly' },
  { value: 'month', label: 'Monthly' },
];

function grainOf(text: string | null): Grain {
  return GRAINS.find((grain) => grain.value === text)?.value ?? 'day';
}

function Controls({ page, grain }: { readonly page: MetricAnswer; readonly grain: Grain }) {
  const { params, set } = useParams();
  const dataTo = localDateOf(page.freshness.dataTo ?? page.current.end, page.timeZone);
  const range = rangeChoice({ from: params.get('from'), to: params.get('to') }, dataTo);
  const length = range.options.find((option) => option.value === range.value)?.label ?? 'period';
  return (
    <>
      <Choice
        label="Time shown"
        value={range.value}
        options={range.options}
        onChange={(value) => {
          const next = rangeOf(value, dataTo);
          if (next) set({ from: next.from, to: next.to });
        }}
      />
      <Choice
        label="Grain"
        value={grain}
        options={GRAINS}
        onChange={(value) => set({ grain: value === 'day' ? null : value })}
      />
      {grain === 'day' && (
        <Choice
          label="Comparison"
          value={params.get('cmp') === 'none' ? 'none' : 'previous'}
          options={[
            { value: 'previous', label: range.value === 'custom' ? 'vs the period before' : `vs previous ${length}` },
            { value: 'none', label: 'No comparison' },
          ]}
          onChange={(value) => set({ cmp: value === 'none' ? 'none' : null })}
        />
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
        <span>No target is agreed for this metric.</span>
      ) : (
        <>
          <StatusMark status={entry.keyResult.status} reason={entry.keyResult.statusReason} strong />
          <span>{reasonSentence(entry.keyResult.statusReason)}</span>
        </>
      )}
      {first?.state === 'held' && <span>Guardrail held.</span>}
      <GuardrailBadge guardrail={first} nowMs={nowMs} />
      <Owners owners={page.owners} />
    </p>
  );
}

function UsedIn({ page, entry }: { readonly page: MetricAnswer; readonly entry: Entry | null }) {
  return (
    <section className="panel px-4 py-3" aria-labelledby="used-in">
      <h2 id="used-in" className="text-base font-semibold">
        Used in
      </h2>
      {page.keyResults.length === 0 ? (
        <p className="mt-1 text-sm text-text-2">No goal uses it yet.</p>
      ) : (
        <ul className="mt-1.5 space-y-1 text-sm">
          {page.keyResults.map(({ goal, keyResult }) => (
            <li key={keyResult.id}>
              <PageLink to={`/goals/${encodeURIComponent(goal.id)}`} className="lnk">
                {goal.title}
              </PageLink>
              {entry !== null && keyResult.id !== entry.keyResult.id && (
                <>
                  {' · '}
                  <PageLink
                    to={`/metrics/${encodeURIComponent(page.metric.key)}`}
                    params={{ kr: keyResult.id }}
                    className="lnk"
                  >
                    judge by this one
                  </PageLink>
                </>
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
        Board
      </PageLink>{' '}
      <span aria-hidden="true">/</span>{' '}
      {entry === null ? (
        <PageLink to="/metrics" className="hover:underline">
          Metrics
        </PageLink>
      ) : (
        <PageLink to={`/goals/${encodeURIComponent(entry.goal.id)}`} className="hover:underline">
          {entry.goal.title}
        </PageLink>
      )}
    </>
  );
}

/** Is it real, why, what happens next? */
export default function MetricPage({ metricKey }: { readonly metricKey: string }) {
  const { params, asOf } = useParams();
  const now = useNow();
  const page = useResource<MetricAnswer>(apiPath(`/metrics/${encodeURIComponent(metricKey)}`, { asKnownAt: asOf }));
  const grain = grainOf(params.get('grain'));
  const entries = page.data?.keyResults ?? [];
  const entry = entries.find(({ keyResult }) => keyResult.id === params.get('kr')) ?? entries[0] ?? null;
  const nowMs = page.data?.asKnownAt ? Date.parse(page.data.asKnownAt) : now;
  return (
    <>
      <PageHeading
        title={page.data?.metric.title ?? 'Metric'}
        crumbs={<Crumbs entry={entry} />}
        controls={page.data && <Controls page={page.data} grain={grain} />}
      >
        {page.data && <Standing page={page.data} entry={entry} nowMs={nowMs} />}
      </PageHeading>
      <Loaded resource={page} heights={[92, 480, 220]}>
        {(data) => (
          <>
            {data.backfill && <CountingNotice metricKey={data.metric.key} backfill={data.backfill} />}
            <MetricFacts page={data} entry={entry} />
            <div className="mt-4 grid gap-4 lg:grid-cols-[minmax(0,1fr)_316px]">
              <div className="min-w-0 space-y-4">
                <TrendPanel page={data} entry={entry} grain={grain} nowMs={nowMs} />
                <BehaviourPanel behaviour={data.behaviour} unit={data.metric.unit} timeZone={data.timeZone} />
                <BreakdownPanel page={data} />
              </div>
              <aside className="space-y-4" aria-label="About this metric">
                <DefinitionPanel page={data} nowMs={nowMs} />
                <GuardrailPanel page={data} />
                <Suspense fallback={null}>
                  {data.bands && <BandsPanel page={data} bands={data.bands} />}
                  {/* Versions and proposals are those of today. */}
                  {data.asKnownAt === null && <VersionsPanel page={data} />}
                  <RestatementsPanel page={data} />
                </Suspense>
                <UsedIn page={data} entry={entry} />
              </aside>
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}
