import type { GuardrailItem, GuardrailList } from '@tandem/contracts/guardrails';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { limitText } from '../../text/status-words.js';
import { momentText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { Glyph, guardrailGlyph } from '../../ui/glyph.js';
import { Loaded } from '../../ui/loaded.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { WORDS } from './guardrail-words.js';

function columns(): readonly Column<GuardrailItem>[] {
  return [
    {
      title: WORDS.guardrail,
      cell: ({ id, title, metric }) => (
        <>
          <PageLink to={`/guardrails/${encodeURIComponent(id)}`} className="hit font-medium hover:underline">
            {title}
          </PageLink>
          <span className="block text-xs">
            <PageLink to={`/metrics/${encodeURIComponent(metric.key)}`} className="lnk">
              {metric.title}
            </PageLink>
          </span>
        </>
      ),
    },
    {
      title: WORDS.rule,
      cell: (guardrail) => (
        <span className="num">
          {WORDS.kinds[guardrail.kind]}
          <span className="block text-xs text-text-3">
            {limitText(guardrail, guardrail.metric.unit)}
            {guardrail.by !== null && WORDS.by(guardrail.by)}
          </span>
        </span>
      ),
    },
    {
      title: WORDS.state,
      cell: ({ state, since, alertId, slices }) => (
        <span className="inline-flex items-center gap-1.5">
          <Glyph name={guardrailGlyph(state)} />
          <span className={state === 'breached' ? 'font-medium text-bad' : 'text-text-2'}>
            {alertId === null ? (
              WORDS.states[state]
            ) : (
              <PageLink to={`/alerts/${encodeURIComponent(alertId)}`} className="hover:underline">
                {WORDS.states[state]}
              </PageLink>
            )}
            {slices !== null && slices.judged > 0 && (
              <span className="num block text-xs text-text-3">{WORDS.brokenOf(slices.breached, slices.judged)}</span>
            )}
            {slices === null && since !== null && (
              <span className="num block text-xs text-text-3">{WORDS.since(momentText(since))}</span>
            )}
          </span>
        </span>
      ),
    },
    { title: WORDS.ownersColumn, cell: ({ owners }) => <Owners owners={owners} /> },
  ];
}

/** Everything that is watched, and how it stands. */
export default function GuardrailsPage() {
  const list = useResource<GuardrailList>('/guardrails');
  const create = (
    <PageLink to="/guardrails/new" className="btn">
      {WORDS.create}
    </PageLink>
  );
  return (
    <>
      <PageHeading title={WORDS.title} controls={create}>
        <p className="mt-0.5 text-sm text-text-2">{WORDS.intro}</p>
      </PageHeading>
      <Loaded resource={list} heights={[320]}>
        {({ guardrails }) =>
          guardrails.length === 0 ? (
            <Empty title={WORDS.none} action={{ to: '/guardrails/new', label: WORDS.first }}>
              {WORDS.noneText}
            </Empty>
          ) : (
            <div className="mt-4">
              <DataTable caption={WORDS.title} columns={columns()} rows={guardrails} rowKey={({ id }) => id} />
            </div>
          )
        }
      </Loaded>
    </>
  );
}
