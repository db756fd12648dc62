import type { Side } from '@tandem/contracts/common';
import type { Thing } from './flat-thing.js';

export interface StepDraft {
  readonly after: string;
  readonly side: Side | '';
  readonly routes: readonly string[];
}

export const GROUPS = ['metric', 'severity', 'owners'] as const;

export interface PolicyDraft {
  readonly id: string;
  /** Ids; every guardrail when there is none. */
  readonly guardrails: readonly string[];
  readonly severity: '' | 'warning' | 'critical';
  /** Whether alerts are told together at all; by nothing is one group of all. */
  readonly isGrouped: boolean;
  readonly groupBy: readonly string[];
  readonly groupWait: string;
  readonly repeatEvery: string;
  readonly escalation: readonly StepDraft[];
  readonly inhibitedBy: readonly string[];
  readonly undeliveredTo: readonly string[];
  readonly standstillTo: readonly string[];
}

export const newPolicy: PolicyDraft = {
  id: '',
  guardrails: [],
  severity: '',
  isGrouped: false,
  groupBy: [],
  groupWait: '',
  repeatEvery: '4h',
  escalation: [],
  inhibitedBy: [],
  undeliveredTo: [],
  standstillTo: [],
};

interface WrittenStep {
  readonly after: string;
  readonly side?: Side;
  readonly routes: readonly string[];
}

export function policyDraft(thing: Thing): PolicyDraft {
  const {
    escalation = [],
    groupBy,
    ...rest
  } = thing as Partial<Omit<PolicyDraft, 'escalation'>> & {
    readonly escalation?: readonly WrittenStep[];
  };
  return {
    ...newPolicy,
    repeatEvery: '',
    ...rest,
    isGrouped: groupBy !== undefined,
    groupBy: groupBy ?? [],
    escalation: escalation.map(({ after, side, routes }) => ({ after, side: side ?? '', routes })),
  };
}

export function writtenPolicy(draft: PolicyDraft): Thing {
  const { id, severity, isGrouped, groupBy, groupWait, repeatEvery, escalation } = draft;
  const lists = (['guardrails', 'inhibitedBy', 'undeliveredTo', 'standstillTo'] as const).filter(
    (name) => draft[name].length > 0,
  );
  return {
    id,
    ...Object.fromEntries(lists.map((name) => [name, draft[name]])),
    ...(severity === '' ? {} : { severity }),
    ...(isGrouped ? { groupBy } : {}),
    ...(isGrouped && groupWait.trim() !== '' ? { groupWait: groupWait.trim() } : {}),
    ...(repeatEvery.trim() === '' ? {} : { repeatEvery: repeatEvery.trim() }),
    ...(escalation.length === 0
      ? {}
      : {
          escalation: escalation.map(({ after, side, routes }) => ({
            after: after.trim(),
            ...(side === '' ? {} : { side }),
            routes,
          })),
        }),
  };
}
