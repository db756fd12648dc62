import { decisionStatus, type EffectBaseline } from '@tandem/domain/decision/decision';
import type { EffectGrade } from '@tandem/domain/decision/grade-effect';
import { missingSignatures } from '@tandem/domain/metric/definition-proposal';
import { ownerNamed, type Owner } from '@tandem/domain/organisation/owner';
import { NotFound } from '../input-errors.js';
import { ownersOf } from '../metric-summary.js';
import type { KnownConfiguration } from '../ports.js';
import { personOf } from '../read-proposals.js';
import { readAsKnownAt } from '../read-as-known-at.js';
import { decisionAsOf } from './decision-as-of.js';
import type { DecisionFilter, StoredDecision } from './decision-ports.js';
import type { DecisionDependencies } from './write-decision.js';

/** Decisions with their signatures, what they promised, and how they were graded. */
export function readDecisions({ configuration, decisions, clock }: Omit<DecisionDependencies, 'observations'>) {
  return {
    /** Newest first; as they stood at an earlier time where one is named. */
    list: async (request: DecisionFilter & { readonly asKnownAt?: string | undefined } = {}) => {
      const now = clock();
      const asKnownAt = readAsKnownAt(request.asKnownAt, now);
      const known = await configuration.known({ now, asKnownAt });
      const all = await decisions.list(request);
      const asOf = asKnownAt ?? now;
      return {
        decisions: all
          .flatMap((one) => (asKnownAt === null ? one : (decisionAsOf(one, asKnownAt) ?? [])))
          .map((one) => shownDecision(one, known, asOf)),
        asKnownAt: asKnownAt?.toISOString() ?? null,
        timeZone: known.organisation.timeZone,
      };
    },
    one: async (id: string) => {
      const now = clock();
      const decision = await decisions.find(id);
      if (!decision) throw new NotFound('decision', id);
      return shownDecision(decision, await configuration.known({ now, asKnownAt: null }), now);
    },
  };
}

export type ShownDecision = ReturnType<typeof shownDecision>;

export function shownDecision(decision: StoredDecision, configuration: KnownConfiguration, now: Date) {
  const { content, state, side, draftedAt, acceptedAt, steps, grades } = decision;
  const named = (id: string): Owner => ownerNamed(id, configuration) ?? { id, name: id, side: side ?? 'marketing' };
  return {
    id: decision.id,
    kind: content.kind,
    title: content.title,
    text: content.text,
    reason: content.reason,
    about: content.about === null ? null : { ...content.about, title: subjectTitle(content.about, configuration) },
    status: decisionStatus(decision, now, configuration.organisation.timeZone),
    side,
    driver: named(content.driver),
    approvers: ownersOf(content.approvers, configuration),
    contributors: content.contributors.map(named),
    informed: content.informed.map(named),
    effect: content.effect === null ? null : shownEffect(decision, configuration),
    grades: grades.map(({ at, ...grade }) => ({ ...shownGrade(grade), at: at.toISOString() })),
    expiresOn: content.expiresOn,
    agreement: content.agreement ?? null,
    draftedAt: draftedAt.toISOString(),
    draftedBy: personOf(steps[0]?.by ?? null, configuration.people),
    acceptedAt: acceptedAt?.toISOString() ?? null,
    waitsFor: state === 'open' ? missingSignatures(decision) : [],
    steps: steps.map(({ step, at, by, side: stepSide, reason }) => ({
      step,
      at: at.toISOString(),
      by: personOf(by, configuration.people),
      side: stepSide,
      reason,
    })),
  };
}

function shownEffect({ content }: StoredDecision, { metrics }: KnownConfiguration) {
  const { effect } = content;
  if (effect === null) return null;
  const metric = metrics.find(({ key }) => key === effect.metric);
  return {
    metric: {
      key: effect.metric,
      title: metric?.title ?? effect.metric,
      unit: metric?.unit ?? '',
      precision: metric?.precision ?? 0,
    },
    direction: effect.direction,
    amount: effect.amount,
    by: effect.by,
    baseline: effect.baseline === null ? null : shownBaseline(effect.baseline),
  };
}

const shownBaseline = ({ value, version, start, end, state, knownAt }: EffectBaseline) => ({
  value,
  version,
  start,
  end,
  state,
  knownAt,
});

const shownGrade = ({ grade, reason, value, version, moved, share }: EffectGrade) => ({
  grade,
  reason,
  value,
  version,
  moved,
  share,
});

/** What people call the thing that a decision is about; its id where no more is known. */
export function subjectTitle(
  { kind, id }: NonNullable<StoredDecision['content']['about']>,
  { goals, metrics, guardrails }: KnownConfiguration,
): string {
  const titles = {
    goal: goals.find((one) => one.id === id)?.title,
    metric: metrics.find((one) => one.key === id)?.title,
    guardrail: guardrails.find((one) => one.id === id)?.title,
    goalProposal: undefined,
    initiative: undefined,
    agreement: undefined,
  };
  return titles[kind] ?? id;
}
