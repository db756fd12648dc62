import type { BoardGoal, KeyResultProgress } from '@tandem/contracts/board';
import { PageLink } from '../../navigation/page-link.js';
import { statusLabel, targetText } from '../../text/status-words.js';
import { Glyph, statusGlyph } from '../../ui/glyph.js';
import { GuardrailBadge } from '../../ui/guardrail-badge.js';
import { Owners } from '../../ui/owners.js';
import { StatusMark } from '../../ui/status-mark.js';
import { Bullet } from './bullet.js';
import { CardSummary, ChangeFigure, DataAge, NowFigure } from './key-result-cells.js';
import type { TableFrame } from './key-result-table.js';
import { Sparkline } from './sparkline.js';

function KeyResultCard({ keyResult, frame }: { readonly keyResult: KeyResultProgress; readonly frame: TableFrame }) {
  const { metric, guardrail, freshness, status, statusReason } = keyResult;
  return (
    <li className="px-4 py-3">
      <div className="flex items-start justify-between gap-3">
        <PageLink
          to={`/metrics/${encodeURIComponent(metric.key)}`}
          params={{ kr: keyResult.id }}
          className="hit min-w-0 text-sm font-medium"
        >
          {metric.title}
        </PageLink>
        <span className="flex shrink-0 items-center gap-2">
          <GuardrailBadge guardrail={guardrail} nowMs={frame.nowMs} />
          <span className="pt-0.5">
            <Glyph name={statusGlyph(status, statusReason)} />
            <span className="sr">{statusLabel(status, statusReason)}</span>
          </span>
        </span>
      </div>
      <div className="mt-1.5 grid grid-cols-[minmax(88px,auto)_1fr_72px] items-center gap-3 min-[360px]:grid-cols-[minmax(88px,auto)_1fr_92px]">
        <span className="num">
          <b className="block text-lg font-semibold leading-6">
            <NowFigure keyResult={keyResult} timeZone={frame.timeZone} />
          </b>
          <span className="text-xs">
            {freshness.stale ? (
              <DataAge keyResult={keyResult} nowMs={frame.nowMs} />
            ) : (
              <ChangeFigure keyResult={keyResult} inline />
            )}
          </span>
        </span>
        <Bullet keyResult={keyResult} />
        <Sparkline keyResult={keyResult} width={92} height={28} />
      </div>
      <CardSummary keyResult={keyResult} target={targetText(keyResult)} />
    </li>
  );
}

/** The board on a phone: the same order, the same marks. */
export function KeyResultCards({ goals, frame }: { readonly goals: readonly BoardGoal[]; readonly frame: TableFrame }) {
  return (
    <div className="space-y-3">
      {goals.map((goal) => (
        <section key={goal.id} className="panel later" aria-labelledby={`goal-${goal.id}`}>
          <header className="border-b border-line px-4 py-3">
            <div className="flex items-start justify-between gap-3">
              <h2 id={`goal-${goal.id}`} className="min-w-0 text-base font-semibold">
                <PageLink to={`/goals/${encodeURIComponent(goal.id)}`} className="hit">
                  {goal.title}
                </PageLink>
              </h2>
              <StatusMark status={goal.status} reason={goal.statusReason} strong />
            </div>
            <div className="mt-1">
              <Owners owners={goal.owners} />
            </div>
          </header>
          <ul className="divide-y divide-line">
            {goal.keyResults.map((result) => (
              <KeyResultCard key={result.id} keyResult={result} frame={frame} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
