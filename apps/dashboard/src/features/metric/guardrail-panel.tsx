import type { AlertPage } from '@tandem/contracts/alerts';
import type { MetricPage } from '@tandem/contracts/metrics';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { limitName, limitValue } from '../../text/status-words.js';
import { dateText, dayText, durationWords } from '../../text/time-text.js';
import { BothSides } from '../../ui/both-sides.js';
import { Facts } from '../../ui/facts.js';
import { Glyph, guardrailGlyph } from '../../ui/glyph.js';
import { Owners } from '../../ui/owners.js';
import { SeenBy } from '../alerts/seen-by.js';
import { seenWords } from '../alerts/seen-words.js';
import { GUARDRAIL_WORDS } from './metric-words.js';

type Guardrail = MetricPage['guardrails'][number];

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lastBreachText(breach: Guardrail['lastBreach'], timeZone: string): string {
  if (breach === null) return GUARDRAIL_WORDS.noneRecorded;
  const from = dateText(breach.from, timeZone);
  if (breach.to === null) return GUARDRAIL_WORDS.since(from);
  return GUARDRAIL_WORDS.lasted(
    from,
    dateText(breach.to, timeZone),
    durationWords(Date.parse(breach.to) - Date.parse(breach.from)),
  );
}

function factsOf(guardrail: Guardrail, page: MetricPage) {
  const { unit } = page.metric;
  const hold = guardrail.forMs > 0 ? GUARDRAIL_WORDS.for(durationWords(guardrail.forMs)) : '';
  return [
    {
      term: GUARDRAIL_WORDS.rule,
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
      term: GUARDRAIL_WORDS.judged,
      detail:
        guardrail.slices && guardrail.by !== null ? (
          <span className="num">
            {GUARDRAIL_WORDS.byOf(guardrail.by, guardrail.slices.judged, guardrail.slices.breached)}
          </span>
        ) : null,
    },
    { term: GUARDRAIL_WORDS.owners, detail: <Owners owners={guardrail.owners} /> },
    {
      term: GUARDRAIL_WORDS.lastBreach,
      detail: <span className="num">{lastBreachText(guardrail.lastBreach, page.timeZone)}</span>,
    },
    {
      term: GUARDRAIL_WORDS.alert,
      detail: guardrail.alertId && (
        <PageLink to={`/alerts/${encodeURIComponent(guardrail.alertId)}`} className="lnk">
          {GUARDRAIL_WORDS.whatHappened}
        </PageLink>
      ),
    },
  ];
}

/** When each side first opened the alert of the guardrail: what is known now, and nothing of a guardrail that never broke. */
function Seen({ alertId }: { readonly alertId: string }) {
  const { alert } = useResource<AlertPage>(`/alerts/${encodeURIComponent(alertId)}`).data ?? {};
  if (alert?.firedAt == null) return null;
  return (
    <div className="num mt-2 border-t border-line pt-2 text-sm">
      <p className="text-text-3">{seenWords.seen}</p>
      <div className="mt-1 grid gap-1">
        <SeenBy seen={alert.handling.seen} />
      </div>
    </div>
  );
}

function Rule({ guardrail, page }: { readonly guardrail: Guardrail; readonly page: MetricPage }) {
  return (
    <div className="mt-2 first:mt-1">
      <p className="flex items-center gap-1.5 text-sm">
        <Glyph name={guardrailGlyph(guardrail.state)} />
        <span className={guardrail.state === 'breached' ? 'font-medium text-bad' : ''}>
          {GUARDRAIL_WORDS.states[guardrail.state]}
          {guardrail.since !== null && ` ${GUARDRAIL_WORDS.since(dayText(guardrail.since, page.timeZone))}`}
        </span>
      </p>
      {guardrail.explanation && guardrail.measure !== 'value' && (
        <div className="mt-1">
          <BothSides explanation={guardrail.explanation} />
        </div>
      )}
      <Facts facts={factsOf(guardrail, page)} />
      {guardrail.alertId !== null && page.asKnownAt === null && <Seen alertId={guardrail.alertId} />}
    </div>
  );
}

/** What must not get worse, and what happened when it did. */
export function GuardrailPanel({ page }: { readonly page: MetricPage }) {
  return (
    <section className="panel px-4 py-3" aria-labelledby="guardrails">
      <h2 id="guardrails" className="text-base font-semibold">
        {page.guardrails.length > 1 ? GUARDRAIL_WORDS.several : GUARDRAIL_WORDS.one}
      </h2>
      {page.guardrails.length === 0 ? (
        <p className="mt-1 text-sm text-text-2">{GUARDRAIL_WORDS.none}</p>
      ) : (
        page.guardrails.map((guardrail) => <Rule key={guardrail.id} guardrail={guardrail} page={page} />)
      )}
      <p className="mt-2 text-sm">
        <PageLink to="/guardrails/new" params={{ metric: page.metric.key }} className="lnk">
          {GUARDRAIL_WORDS.rehearse}
        </PageLink>
      </p>
    </section>
  );
}
