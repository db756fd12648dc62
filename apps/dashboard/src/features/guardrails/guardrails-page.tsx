import type { GuardrailItem, GuardrailList } from '@tandem/contracts/guardrails';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { limitText } from '../../text/status-words.js';
import { timeText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { Glyph, guardrailGlyph } from '../../ui/glyph.js';
import { Loaded } from '../../ui/loaded.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { KIND_NAMES } from './guardrail-draft.js';

const STATES: Record<GuardrailItem['state'], string> = {
  held: 'Held',
  breached: 'Broken',
  noData: 'No data',
  error: 'Not judged',
};

const COLUMNS: readonly Column<GuardrailItem>[] = [
  {
    title: 'Guardrail',
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
    title: 'Rule',
    cell: (guardrail) => (
      <span className="num">
        {KIND_NAMES[guardrail.kind]}
        <span className="block text-xs text-text-3">
          {limitText(guardrail, guardrail.metric.unit)}
          {guardrail.by !== null && `, by ${guardrail.by}`}
        </span>
      </span>
    ),
  },
  {
    title: 'State',
    cell: ({ state, since, alertId, slices }) => (
      <span className="inline-flex items-center gap-1.5">
        <Glyph name={guardrailGlyph(state)} />
        <span className={state === 'breached' ? 'font-medium text-bad' : 'text-text-2'}>
          {alertId === null ? (
            STATES[state]
          ) : (
            <PageLink to={`/alerts/${encodeURIComponent(alertId)}`} className="hover:underline">
              {STATES[state]}
            </PageLink>
          )}
          {slices !== null && slices.judged > 0 && (
            <span className="num block text-xs text-text-3">
              {slices.breached} of {slices.judged}
            </span>
          )}
          {slices === null && since !== null && (
            <span className="num block text-xs text-text-3">since {timeText(since, 'UTC')} UTC</span>
          )}
        </span>
      </span>
    ),
  },
  { title: 'Owners', cell: ({ owners }) => <Owners owners={owners} /> },
];

/** Everything that is watched, and how it stands. */
export default function GuardrailsPage() {
  const list = useResource<GuardrailList>('/guardrails');
  const create = (
    <PageLink to="/guardrails/new" className="btn">
      New guardrail
    </PageLink>
  );
  return (
    <>
      <PageHeading title="Guardrails" controls={create}>
        <p className="mt-0.5 text-sm text-text-2">
          What must not get worse, on which metric, and who is told. Each can be rehearsed over history.
        </p>
      </PageHeading>
      <Loaded resource={list} heights={[320]}>
        {({ guardrails }) =>
          guardrails.length === 0 ? (
            <Empty title="Nothing is watched yet">
              A guardrail tells the owners of a metric when it leaves what is acceptable.
            </Empty>
          ) : (
            <div className="mt-4">
              <DataTable caption="Guardrails" columns={COLUMNS} rows={guardrails} rowKey={({ id }) => id} />
            </div>
          )
        }
      </Loaded>
    </>
  );
}
