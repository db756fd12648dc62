import type { MetricPage } from '@tandem/contracts/metrics';
import { PageLink } from '../../navigation/page-link.js';
import { limitName, limitValue } from '../../text/status-words.js';
import { dateText, dayText, durationWords } from '../../text/time-text.js';
import { BothSides } from '../../ui/both-sides.js';
import { Facts } from '../../ui/facts.js';
import { Glyph, guardrailGlyph } from '../../ui/glyph.js';
import { Owners } from '../../ui/owners.js';

type Guardrail = MetricPage['guardrails'][number];

const STATES: Record<Guardrail['state'], string> = {
  held: 'Held',
  near: 'Near its limit',
  breached: 'Breached',
  tooFew: 'Too few events to judge',
  noData: 'No data to judge',
  error: 'Could not be evaluated',
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lastBreachText(breach: Guardrail['lastBreach'], timeZone: string): string {
  if (breach === null) return 'none recorded';
  const from = dateText(breach.from, timeZone);
  if (breach.to === null) return `since ${from}`;
  return `${from} to ${dateText(breach.to, timeZone)}, ${durationWords(Date.parse(breach.to) - Date.parse(breach.from))}`;
}

function factsOf(guardrail: Guardrail, page: MetricPage) {
  const { unit } = page.metric;
  const hold = guardrail.forMs > 0 ? `, for ${durationWords(guardrail.forMs)}` : '';
  return [
    {
      term: 'Rule',
      detail: (
        <PageLink to={`/guardrails/${encodeURIComponent(guardrail.id)}`} className="lnk">
          {guardrail.title}
        </PageLink>
      ),
    },
    {
      term: capital(limitName(guardrail)),
      detail: (
        <span className="num">
          {limitValue(guardrail, unit)}
          {hold}
        </span>
      ),
    },
    {
      term: 'Judged',
      detail: guardrail.slices && (
        <span className="num">
          by {guardrail.by}: {guardrail.slices.judged}, of which {guardrail.slices.breached} broke the rule
        </span>
      ),
    },
    { term: 'Owners', detail: <Owners owners={guardrail.owners} /> },
    {
      term: 'Last breach',
      detail: <span className="num">{lastBreachText(guardrail.lastBreach, page.timeZone)}</span>,
    },
    {
      term: 'Alert',
      detail: guardrail.alertId && (
        <PageLink to={`/alerts/${encodeURIComponent(guardrail.alertId)}`} className="lnk">
          what happened, who was told
        </PageLink>
      ),
    },
  ];
}

function Rule({ guardrail, page }: { readonly guardrail: Guardrail; readonly page: MetricPage }) {
  return (
    <div className="mt-2 first:mt-1">
      <p className="flex items-center gap-1.5 text-sm">
        <Glyph name={guardrailGlyph(guardrail.state)} />
        <span className={guardrail.state === 'breached' ? 'font-medium text-bad' : ''}>
          {STATES[guardrail.state]}
          {guardrail.since !== null && ` since ${dayText(guardrail.since, page.timeZone)}`}
        </span>
      </p>
      {guardrail.explanation && guardrail.measure !== 'value' && (
        <div className="mt-1">
          <BothSides explanation={guardrail.explanation} />
        </div>
      )}
      <Facts facts={factsOf(guardrail, page)} />
    </div>
  );
}

/** What must not get worse, and what happened when it did. */
export function GuardrailPanel({ page }: { readonly page: MetricPage }) {
  return (
    <section className="panel px-4 py-3" aria-labelledby="guardrails">
      <h2 id="guardrails" className="text-base font-semibold">
        {page.guardrails.length > 1 ? 'Guardrails' : 'Guardrail'}
      </h2>
      {page.guardrails.length === 0 ? (
        <p className="mt-1 text-sm text-text-2">None: nobody is told when this number leaves what is acceptable.</p>
      ) : (
        page.guardrails.map((guardrail) => <Rule key={guardrail.id} guardrail={guardrail} page={page} />)
      )}
      <p className="mt-2 text-sm">
        <PageLink to="/guardrails/new" params={{ metric: page.metric.key }} className="lnk">
          Rehearse a new guardrail
        </PageLink>
      </p>
    </section>
  );
}
