import type { ReviewSections } from '@tandem/contracts/reviews';
import { valueText } from '../../text/number-text.js';
import { targetText } from '../../text/status-words.js';
import { StatusMark } from '../../ui/status-mark.js';
import { bulletMarks } from '../board/bullet-geometry.js';
import { BulletDrawing } from '../board/bullet.js';
import { Evidence } from './evidence.js';
import { WORDS } from './review-words.js';
import { SectionPanel, type PanelProps } from './section-panel.js';

type RiskyKeyResult = ReviewSections['goalsAtRisk']['goals'][number]['keyResults'][number];

function KeyResult({ keyResult }: { readonly keyResult: RiskyKeyResult }) {
  const { metric, current } = keyResult;
  const marks = bulletMarks({
    ...keyResult,
    current: { value: current },
    trend: [],
    guardrail: null,
  });
  return (
    <div className="mt-1 grid grid-cols-[minmax(0,1fr)_minmax(96px,150px)] gap-x-3">
      <p className="num min-w-0 text-sm text-text-2">
        <span className="text-text">{metric.title}.</span> {keyResult.text}
      </p>
      <div className="min-w-0">
        {marks !== null && (
          <svg width="100%" height="24" className="block overflow-visible" aria-hidden="true">
            <BulletDrawing marks={marks} asDot={keyResult.kind === 'stay'} />
          </svg>
        )}
        <p className="num text-right text-xs text-text-3">
          {WORDS.of(valueText(current, metric.unit), targetText(keyResult))}
        </p>
      </div>
    </div>
  );
}

/** What the goals that are not on track would need, against how they ran. */
export function GoalsAtRiskPanel({ content, asOf }: PanelProps) {
  const { goals, more, sentence } = content.sections.goalsAtRisk;
  return (
    <SectionPanel section="goalsAtRisk" content={content} sentence={sentence}>
      {goals.length === 0 && <p className="mt-2 text-sm text-text-2">{WORDS.noRisk}</p>}
      <ul>
        {goals.map((goal) => (
          <li key={goal.id} className="border-t border-line py-2 first:border-t-0">
            <h3 className="flex flex-wrap items-center gap-x-3 text-sm font-medium">
              <Evidence to={goal.evidence} asOf={asOf} className="hit hover:underline">
                {goal.title}
              </Evidence>
              <StatusMark status={goal.status} reason={goal.statusReason} />
            </h3>
            {goal.keyResults.map((keyResult) => (
              <KeyResult key={keyResult.id} keyResult={keyResult} />
            ))}
          </li>
        ))}
      </ul>
      {more > 0 && (
        <Evidence to="/goals" asOf={asOf} className="lnk text-sm">
          {WORDS.more.goals(more)}
        </Evidence>
      )}
    </SectionPanel>
  );
}
