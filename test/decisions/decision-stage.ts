import { gradeDecisions } from '@tandem/application/decisions/grade-decisions';
import type { Decision } from '@tandem/contracts/decisions';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createDecisionStore } from '@tandem/kpi-store/repositories/decision-store';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import type { GoalStage } from '../goals/goal-stage.js';

/** What marketing writes; the metric stands at 65.0 on 10 November. */
export const drafted = {
  kind: 'ordinary',
  title: 'A second shift answers',
  text: 'From Monday on, until the season is over.',
  reason: 'Half of the breaches begin after six.',
  about: { kind: 'goal', id: 'helped' },
  driver: 'service',
  approvers: {},
  contributors: ['platform'],
  informed: ['campaigns'],
  effect: { metric: 'attainment', direction: 'up', amount: '10', by: '2026-11-22' },
  expiresOn: null,
};

/** What the clock of the worker does. */
export function grade({ access: { database, now } }: GoalStage): Promise<void> {
  const errors: string[] = [];
  const log = { warn: (text: string) => void errors.push(text), error: (text: string) => void errors.push(text) };
  const stores = {
    configuration: createConfigurationStore(database),
    observations: createObservationReader(database),
    decisions: createDecisionStore(database),
  };
  return gradeDecisions({ ...stores, log })(now);
}

/** A decision that both sides have signed. */
export async function signedByBoth(stage: GoalStage, more: object = {}): Promise<Decision> {
  const body = { decision: { ...drafted, ...more }, putForward: true };
  const { id } = await stage.post<Decision>('/decisions', stage.marketing, body);
  return stage.post<Decision>(`/decisions/${id}/sign`, stage.it);
}
