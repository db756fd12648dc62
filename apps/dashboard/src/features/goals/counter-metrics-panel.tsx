import type { GoalPage } from '@tandem/contracts/goals';
import { PageLink } from '../../navigation/page-link.js';
import { valueText } from '../../text/number-text.js';
import { limitText } from '../../text/status-words.js';
import { GuardrailBadge } from '../../ui/guardrail-badge.js';
import { Owners } from '../../ui/owners.js';
import { words } from './goal-page-words.js';
import { words as shared } from './goal-words.js';

/** What must not get worse while the goal is pursued, watched by the other side. */
export function CounterMetricsPanel({ goal, nowMs }: { readonly goal: GoalPage; readonly nowMs: number }) {
  return (
    <section className="panel px-4 py-3" aria-labelledby="counters">
      <h2 id="counters" className="text-base font-semibold">
        {shared.notWorse}
      </h2>
      {goal.counterMetrics.length === 0 ? (
        <p className="mt-1 text-sm text-text-2">{words.noCounter}</p>
      ) : (
        <ul className="mt-2 divide-y divide-line">
          {goal.counterMetrics.map(({ metric, current, guardrail, owners, inherited }) => (
            <li key={guardrail.id} className="py-2 text-sm">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <PageLink
                  to={`/metrics/${encodeURIComponent(metric.key)}`}
                  className="hit min-w-0 font-medium hover:underline"
                >
                  {guardrail.title}
                </PageLink>
                <span className="ml-auto inline-flex items-center gap-2">
                  {guardrail.state === 'breached' ? null : (
                    <span className="text-text-2">{words.held[guardrail.state]}</span>
                  )}
                  <GuardrailBadge guardrail={guardrail} nowMs={nowMs} />
                </span>
              </div>
              <p className="num text-xs text-text-2">
                {words.now(metric.title)}{' '}
                <b className="font-semibold text-text">{valueText(current.value, metric.unit)}</b>,{' '}
                {limitText(guardrail, metric.unit)}
                {inherited && ` · ${words.ofAbove}`}
              </p>
              <p className="mt-1">
                <Owners owners={owners} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
