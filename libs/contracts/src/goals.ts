import { z } from 'zod';
import { instant } from './common.js';
import { boardGoal } from './board.js';

export const goalQuery = z.strictObject({ asKnownAt: instant.optional() });
/** `GET /goals/{id}` answers with the same numbers as the board's row. */
export const goalPage = boardGoal
  .extend({ asKnownAt: instant.nullable(), timeZone: z.string() })
  .meta({ id: 'GoalPage' });
export const goalList = z.strictObject({ goals: z.array(boardGoal) }).meta({ id: 'GoalList' });

export type GoalPage = z.infer<typeof goalPage>;
export type GoalList = z.infer<typeof goalList>;
