import type { BoardGoal } from '@tandem/contracts/board';
import { shareText } from '../../text/number-text.js';
import { useNow } from '../../navigation/use-now.js';
import { KeyResultCards } from '../board/key-result-cards.js';
import { gapText } from './goal-words.js';

/** How a goal would stand now, on the numbers that there are; what it still lacks is said first. */
export function GoalStanding({ goal, timeZone }: { readonly goal: BoardGoal; readonly timeZone: string }) {
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
        {goal.progress === null ? 'Progress cannot be measured yet' : `${shareText(goal.progress)} of the way`} ·{' '}
        {goal.onTrackCount} of {goal.keyResultCount} on track
      </p>
      <KeyResultCards goals={[goal]} frame={{ nowMs, timeZone }} />
    </div>
  );
}
