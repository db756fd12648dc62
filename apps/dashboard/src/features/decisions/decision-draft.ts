import type { Decision, DecisionContent } from '@tandem/contracts/decisions';

/** What the form holds: every field as text, so that an empty one is told from one that is not asked for. */
export interface DecisionDraft {
  readonly kind: DecisionContent['kind'];
  readonly title: string;
  readonly text: string;
  readonly reason: string;
  /** `goal:id`, or empty for nothing. */
  readonly about: string;
  readonly driver: string;
  readonly marketing: string;
  readonly it: string;
  readonly contributors: readonly string[];
  readonly informed: readonly string[];
  readonly metric: string;
  readonly direction: 'up' | 'down';
  readonly amount: string;
  readonly by: string;
  readonly expiresOn: string;
}

export function emptyDraft(driver: string, params: URLSearchParams): DecisionDraft {
  const kind = params.get('kind');
  const goal = params.get('goal');
  return {
    kind: kind === 'budgetRelease' || kind === 'waiver' || kind === 'targetChange' ? kind : 'ordinary',
    title: '',
    text: '',
    reason: '',
    about: goal === null ? '' : `goal:${goal}`,
    driver,
    marketing: '',
    it: '',
    contributors: [],
    informed: [],
    metric: params.get('metric') ?? '',
    direction: 'up',
    amount: '',
    by: '',
    expiresOn: '',
  };
}

/** A draft that is written anew. An agreement is no such draft: it has a form of its own. */
export function draftOf(decision: Decision): DecisionDraft {
  const { about, effect, approvers } = decision;
  return {
    kind: decision.kind === 'agreement' ? 'ordinary' : decision.kind,
    title: decision.title,
    text: decision.text,
    reason: decision.reason,
    about: about === null ? '' : `${about.kind}:${about.id}`,
    driver: decision.driver.id,
    marketing: approvers.marketing?.id ?? '',
    it: approvers.it?.id ?? '',
    contributors: decision.contributors.map(({ id }) => id),
    informed: decision.informed.map(({ id }) => id),
    metric: effect?.metric.key ?? '',
    direction: effect?.direction ?? 'up',
    amount: effect?.amount ?? '',
    by: effect?.by ?? '',
    expiresOn: decision.expiresOn ?? '',
  };
}

/** What is sent. Without a metric nothing is promised. */
export function contentOf(draft: DecisionDraft): DecisionContent {
  const [kind, ...id] = draft.about.split(':');
  const { marketing, it, metric, direction, amount, by } = draft;
  return {
    kind: draft.kind,
    title: draft.title,
    text: draft.text,
    reason: draft.reason,
    about: id.length === 0 ? null : ({ kind, id: id.join(':') } as DecisionContent['about']),
    driver: draft.driver,
    approvers: { ...(marketing === '' ? {} : { marketing }), ...(it === '' ? {} : { it }) },
    contributors: [...draft.contributors],
    informed: [...draft.informed],
    effect: metric === '' ? null : { metric, direction, amount: amount.trim().replace(',', '.'), by },
    expiresOn: draft.expiresOn === '' ? null : draft.expiresOn,
  };
}
