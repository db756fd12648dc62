import type { DecisionContent } from '@tandem/domain/decision/decision';
import { localDateOf } from '@tandem/domain/metric/periods';
import { parseDecimal } from '@tandem/domain/metric/parse-decimal';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { ownerNamed } from '@tandem/domain/organisation/owner';
import { InvalidInput } from '../input-errors.js';

interface Issue {
  readonly field: string;
  readonly reason: string;
}

const sides = ['marketing', 'it'] as const;
const sideNames = { marketing: 'marketing', it: 'IT' } as const;

/** Refuses a decision that names who or what is not there, or a day that has passed, field by field. */
export function requireDecidable(content: DecisionContent, configuration: Configuration, now: Date): void {
  const today = localDateOf(now, configuration.organisation.timeZone);
  const issues = [
    ...unknownPeople(content, configuration),
    ...wrongApprovers(content, configuration),
    ...wrongEffect(content, configuration, today),
    ...wrongTime(content, today),
    ...wrongSubject(content, configuration),
  ];
  if (issues.length) throw new InvalidInput(issues);
}

function unknownPeople({ driver, contributors, informed }: DecisionContent, configuration: Configuration): Issue[] {
  const named = [
    { field: 'driver', id: driver },
    ...contributors.map((id, index) => ({ field: `contributors.${index}`, id })),
    ...informed.map((id, index) => ({ field: `informed.${index}`, id })),
  ];
  return named
    .filter(({ id }) => ownerNamed(id, configuration) === null)
    .map(({ field, id }) => ({ field, reason: `There is neither a person nor a team "${id}".` }));
}

function wrongApprovers({ approvers }: DecisionContent, configuration: Configuration): Issue[] {
  return sides.flatMap((side) => {
    const id = approvers[side];
    if (id === undefined) return [];
    const owner = ownerNamed(id, configuration);
    const field = `approvers.${side}`;
    if (owner === null) return [{ field, reason: `There is neither a person nor a team "${id}".` }];
    return owner.side === side
      ? []
      : [{ field, reason: `${owner.name} is of ${sideNames[owner.side]} and cannot sign for ${sideNames[side]}.` }];
  });
}

function wrongEffect({ effect }: DecisionContent, { metrics }: Configuration, today: string): Issue[] {
  if (effect === null) return [];
  const issues: Issue[] = [];
  if (!metrics.some(({ key }) => key === effect.metric)) {
    issues.push({ field: 'effect.metric', reason: `There is no metric "${effect.metric}".` });
  }
  if (parseDecimal(effect.amount).lte(0)) {
    issues.push({
      field: 'effect.amount',
      reason: 'Say how far it moves as a number above 0; the way is its direction.',
    });
  }
  if (effect.by <= today) {
    issues.push({ field: 'effect.by', reason: `The effect is expected by a day to come: after ${today}.` });
  }
  return issues;
}

function wrongTime({ kind, expiresOn }: DecisionContent, today: string): Issue[] {
  if (expiresOn !== null && expiresOn < today) {
    return [{ field: 'expiresOn', reason: `${expiresOn} has passed: choose today or a later day.` }];
  }
  if (kind === 'waiver' && expiresOn === null) {
    return [{ field: 'expiresOn', reason: 'A waiver ends by itself: name its last day.' }];
  }
  return [];
}

const subjectOfKind = {
  waiver: null,
  targetChange: 'goalProposal',
  budgetRelease: 'goal',
  agreement: 'agreement',
} as const;

function wrongSubject(
  { kind, about }: DecisionContent,
  { goals, metrics, guardrails, initiatives }: Configuration,
): Issue[] {
  const field = 'about';
  if (kind !== 'ordinary' && about === null) return [{ field, reason: 'Name what it is about.' }];
  const wanted = kind === 'ordinary' ? null : subjectOfKind[kind];
  if (about === null) return [];
  if (wanted !== null && about.kind !== wanted) return [{ field, reason: `Such a decision is about a ${wanted}.` }];
  const known = {
    goal: goals.map(({ id }) => id),
    metric: metrics.map(({ key }) => key),
    guardrail: guardrails.map(({ id }) => id),
    initiative: initiatives.map(({ id }) => id),
  } as const;
  // Proposals are looked up where a decision on them is made, and an agreement is there from its own decision on.
  if (about.kind === 'goalProposal' || about.kind === 'agreement') return [];
  return known[about.kind].includes(about.id) ? [] : [{ field, reason: `There is no ${about.kind} "${about.id}".` }];
}
