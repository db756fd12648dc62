import type { MetricPage } from '@tandem/contracts/metrics';
import { PageLink } from '../../navigation/page-link.js';
import { countText, valueText } from '../../text/number-text.js';
import { directionText } from '../../text/status-words.js';
import { dateText, durationWords, timeText } from '../../text/time-text.js';
import { Facts, type Fact } from '../../ui/facts.js';
import { MetricListLinks } from '../../ui/metric-list-links.js';
import { DepartmentBox, departmentName, Owners } from '../../ui/owners.js';
import { DEFINITION_WORDS } from './definition-words.js';

function Wording({ page }: { readonly page: MetricPage }) {
  const sides = (['marketing', 'it'] as const).filter((side) => page.wording[side] !== null);
  if (sides.length === 0) return null;
  return (
    <ul className="mt-3 space-y-1.5 border-t border-line pt-2.5 text-sm">
      {sides.map((side) => (
        <li key={side} className="flex items-start gap-2">
          <span className="mt-0.5">
            <DepartmentBox side={side} />
          </span>
          <span>
            <span className="sr">{DEFINITION_WORDS.inWordsOf(departmentName(side))} </span>
            {page.wording[side]}
          </span>
        </li>
      ))}
    </ul>
  );
}

function SourceLinks({ page }: { readonly page: MetricPage }) {
  const { sources } = page.metric;
  if (sources.length === 0) return <span className="font-medium text-warn">{DEFINITION_WORDS.noSource}</span>;
  return (
    <>
      {sources.map((source, index) => (
        <span key={source.id}>
          {index > 0 && ', '}
          <PageLink to={`/sources/${encodeURIComponent(source.id)}`} className="lnk">
            {source.name}
          </PageLink>
        </span>
      ))}
    </>
  );
}

const SERVICES_SHOWN = 6;

/** A value of several services names them, so that nothing is blended in silence. */
function Services({ services }: Pick<MetricPage, 'services'>) {
  return (
    <>
      {DEFINITION_WORDS.together(
        services.length,
        services
          .slice(0, SERVICES_SHOWN)
          .map(({ service, n }) => `${service} (${countText(n)})`)
          .join(', '),
        services.length - SERVICES_SHOWN,
      )}
    </>
  );
}

/** The present value from its parts; those of a mean time are milliseconds and how many. */
function Calculation({ page: { current, formula, metric } }: { readonly page: MetricPage }) {
  const { numerator, denominator, value } = current;
  if (numerator === null || denominator === null) return null;
  return (
    <p className="num mt-3 border-t border-line pt-2.5 text-xs text-text-2">
      {DEFINITION_WORDS.now(
        valueText(numerator, formula.kind === 'duration' ? 'ms' : 'count'),
        valueText(denominator, 'count'),
        valueText(value, metric.unit),
      )}
    </p>
  );
}

function countingFacts(page: MetricPage): readonly Fact[] {
  const { formula, metric } = page;
  return [
    {
      term: DEFINITION_WORDS.reckonedFrom,
      detail: page.inputs.length === 0 ? null : <MetricListLinks metrics={page.inputs} />,
    },
    {
      term: DEFINITION_WORDS.leavesOut,
      detail: formula.exclusions.length === 0 ? null : formula.exclusions.join('; '),
    },
    {
      term: DEFINITION_WORDS.leftOut,
      detail:
        page.excluded === null || page.excluded.n === 0 ? null : DEFINITION_WORDS.withoutDuration(page.excluded.n),
    },
    { term: DEFINITION_WORDS.countsAt, detail: formula.periodField },
    { term: DEFINITION_WORDS.better, detail: directionText(metric) },
    { term: DEFINITION_WORDS.window, detail: DEFINITION_WORDS.days(metric.windowDays) },
    {
      term: DEFINITION_WORDS.settles,
      detail: page.settlingDays === 0 ? DEFINITION_WORDS.atEndOfDay : DEFINITION_WORDS.later(page.settlingDays),
    },
    {
      term: DEFINITION_WORDS.services,
      detail: page.services.length > 1 ? <Services services={page.services} /> : null,
    },
  ];
}

function originFacts(page: MetricPage, nowMs: number): readonly Fact[] {
  const { freshness, standard, timeZone } = page;
  const synced = freshness.lastSyncAt;
  return [
    { term: DEFINITION_WORDS.sources, detail: <SourceLinks page={page} /> },
    {
      term: DEFINITION_WORDS.adoptedFrom,
      detail: standard && (
        <PageLink to={`/catalogue/${encodeURIComponent(standard.key)}`} className="lnk">
          {standard.title}
        </PageLink>
      ),
    },
    { term: DEFINITION_WORDS.refresh, detail: DEFINITION_WORDS.every(durationWords(freshness.expectedEveryMs)) },
    {
      term: DEFINITION_WORDS.lastSync,
      detail: (
        <span className="num">
          {synced === null
            ? DEFINITION_WORDS.never
            : DEFINITION_WORDS.ago(timeText(synced, timeZone), durationWords(nowMs - Date.parse(synced)))}
        </span>
      ),
    },
    { term: DEFINITION_WORDS.owners, detail: <Owners owners={page.owners} /> },
  ];
}

/** What the number means, for both departments. */
export function DefinitionPanel({ page, nowMs }: { readonly page: MetricPage; readonly nowMs: number }) {
  return (
    <section className="panel px-4 py-3" aria-labelledby="definition">
      <div className="flex items-baseline justify-between gap-2">
        <h2 id="definition" className="text-base font-semibold">
          {DEFINITION_WORDS.title}
        </h2>
        <span className="num text-xs text-text-3">
          {DEFINITION_WORDS.version(page.version, dateText(page.validFrom, page.timeZone))}
        </span>
      </div>
      <p className="mt-1 text-sm">{page.metric.description}</p>
      <p className="mt-2 rounded bg-sunken px-2.5 py-2 text-xs leading-5">{page.formula.text}</p>
      <Facts facts={[...countingFacts(page), ...originFacts(page, nowMs)]} />
      <Wording page={page} />
      <Calculation page={page} />
    </section>
  );
}
