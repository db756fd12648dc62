import type { GoalGap } from '@tandem/domain/goal/goal-gaps';

const sideNames = { marketing: 'marketing', it: 'IT' } as const;

/** What a goal lacks, and what to do about it. */
export function gapSentence({ code, side }: GoalGap): string {
  return code === 'ownerMissing'
    ? `It has no owner of ${sideNames[side]}: name one.`
    : `No counter-metric is owned by ${sideNames[side]}: name a guardrail of ${sideNames[side]} on what must not get worse.`;
}
