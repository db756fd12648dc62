import type { MetricPage } from '@tandem/contracts/metrics';
import { PageLink } from '../../navigation/page-link.js';
import { counted, countText, valueText } from '../../text/number-text.js';
import { directionText } from '../../text/status-words.js';
import { dateText, durationWords, timeText } from '../../text/time-text.js';
import { Facts, type Fact } from '../../ui/facts.js';
import { MetricListLinks } from '../../ui/metric-list-links.js';
import { DepartmentBox, departmentName, Owners } from '../../ui/owners.js';

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
            <span className="sr">In the words of {departmentName(side)}: </span>
            {page.wording[side]}
          </span>
        </li>
      ))}
    </ul>
  );
}

function SourceLinks({ page }: { readonly page: MetricPage }) {
  const { sources } = page.metric;
  if (sources.length === 0) return <span className="font-medium text-warn">no source delivers it</span>;
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
  const rest = services.length - SERVICES_SHOWN;
  return (
    <>
      {services.length} together:{' '}
      {services
        .slice(0, SERVICES_SHOWN)
        .map(({ service, n }) => `${service} (${countText(n)})`)
        .join(', ')}
      {rest > 0 && ` and ${rest} more`}
    </>
  );
}

/** The present value from its parts; those of a mean time are milliseconds and how many. */
function Calculation({ page: { current, formula, metric } }: { readonly page: MetricPage }) {
  const { numerator, denominator, value } = current;
  if (numerator === null || denominator === null) return null;
  return (
    <p className="num mt-3 border-t border-line pt-2.5 text-xs text-text-2">
      Now: {valueText(numerator, formula.kind === 'duration' ? 'ms' : 'count')} ÷ {valueText(denominator, 'count')} ={' '}
      {valueText(value, metric.unit)}
    </p>
  );
}

function countingFacts(page: MetricPage): readonly Fact[] {
  const { formula, metric } = page;
  return [
    { term: 'Reckoned from', detail: page.inputs.length === 0 ? null : <MetricListLinks metrics={page.inputs} /> },
    { term: 'Leaves out', detail: formula.exclusions.length === 0 ? null : formula.exclusions.join('; ') },
    {
      term: 'Left out now',
      detail:
        page.excluded === null || page.excluded.n === 0
          ? null
          : `${counted(page.excluded.n, 'record')} without a duration that counts`,
    },
    { term: 'Counts at', detail: formula.periodField },
    { term: 'Better', detail: directionText(metric) },
    { term: 'Window', detail: counted(metric.windowDays, 'day') },
    {
      term: 'Settles',
      detail: page.settlingDays === 0 ? 'at the end of the day' : `${counted(page.settlingDays, 'day')} later`,
    },
    { term: 'Services', detail: page.services.length > 1 ? <Services services={page.services} /> : null },
  ];
}

function originFacts(page: MetricPage, nowMs: number): readonly Fact[] {
  const { freshness, standard, timeZone } = page;
  const synced = freshness.lastSyncAt;
  return [
    { term: 'Sources', detail: <SourceLinks page={page} /> },
    {
      term: 'Adopted from',
      detail: standard && (
        <PageLink to={`/catalogue/${encodeURIComponent(standard.key)}`} className="lnk">
          {standard.title}
        </PageLink>
      ),
    },
    { term: 'Refresh', detail: `every ${durationWords(freshness.expectedEveryMs)}` },
    {
      term: 'Last sync',
      detail: (
        <span className="num">
          {synced === null
            ? 'never'
            : `${timeText(synced, timeZone)}, ${durationWords(nowMs - Date.parse(synced))} ago`}
        </span>
      ),
    },
    { term: 'Owners', detail: <Owners owners={page.owners} /> },
  ];
}

/** What the number means, for both departments. */
export function DefinitionPanel({ page, nowMs }: { readonly page: MetricPage; readonly nowMs: number }) {
  return (
    <section className="panel px-4 py-3" aria-labelledby="definition">
      <div className="flex items-baseline justify-between gap-2">
        <h2 id="definition" className="text-base font-semibold">
          Definition
        </h2>
        <span className="num text-xs text-text-3">
          version {page.version}, since {dateText(page.validFrom, page.timeZone)}
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
