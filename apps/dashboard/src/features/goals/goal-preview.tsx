import type { BoardGoal } from '@tandem/contracts/board';
import type { GoalPreview } from '@tandem/contracts/goals';
import { shareText } from '../../text/number-text.js';
import { useNow } from '../../navigation/use-now.js';
import { KeyResultCards } from '../board/key-result-cards.js';
import { words } from './goal-form-words.js';
import { gapText, words as shared } from './goal-words.js';
import { PathPanel } from './path-panel.js';

interface GoalStandingProps {
  readonly goal: BoardGoal;
  readonly timeZone: string;
  /** The paths that are drawn over history; none where they stand elsewhere. */
  readonly paths?: GoalPreview['paths'];
}

/** How a goal would stand now, on the numbers that there are; what it still lacks is said first. */
export function GoalStanding({ goal, timeZone, paths = [] }: GoalStandingProps) {
  const nowMs = useNow();
  return (
    <div className="mt-2 space-y-2">
      {goal.gaps.length > 0 && (
        <ul className="list-disc space-y-0.5 pl-5 text-sm text-warn">
          {goal.gaps.map((gap) => (
            <li key={`${gap.code} ${gap.side}`}>{gapText(gap)}</li>
          ))}
        </ul>
      )}
      <p className="num text-sm text-text-2">
        {goal.progress === null ? words.notMeasured : shared.ofTheWay(shareText(goal.progress))} ·{' '}
        {shared.onTrackOf(goal.onTrackCount, goal.keyResultCount)}
      </p>
      <KeyResultCards goals={[goal]} frame={{ nowMs, timeZone }} />
      {paths.length > 0 && (
        <>
          <h3 className="pt-1 text-sm font-medium">{words.history}</h3>
          <PathPanel goal={{ keyResults: goal.keyResults, due: goal.due, paths: [...paths], timeZone }} nowMs={nowMs} />
        </>
      )}
    </div>
  );
}
