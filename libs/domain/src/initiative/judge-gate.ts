import type { Goal } from '../goal/goal.js';
import type { Side } from '../metric/definition.js';
import type { BenefitVerdict } from './benefit-check.js';
import type { BusinessCase } from './business-case.js';
import { exactly } from './discount.js';
import type { Initiative } from './initiative.js';
import type { DecidedSettings } from './initiative-settings.js';

export type GateVerdict = 'pass' | 'fail' | 'waived';

/** Why a gate opens: one of these is enough. */
export type GateGround =
  | { readonly code: 'growthGoal'; readonly goals: readonly string[] }
  | { readonly code: 'marginInTime'; readonly month: number; readonly limitMonth: number };

/** Why it does not, each with the numbers and with what would mend it. */
export type GateFault =
  /** Neither a goal of growth nor a month table. */
  | { readonly code: 'caseMissing' }
  /** `benefitNeeded`: what all benefits have to be multiplied by; null where no multiple is enough. */
  | {
      readonly code: 'marginTooLate';
      readonly limitMonth: number;
      readonly paybackMonth: number | null;
      readonly best: { readonly month: number; readonly margin: string } | null;
      readonly benefitNeeded: string | null;
    }
  /** The live metric says that what was promised does not come. */
  | { readonly code: 'benefitsTooLow'; readonly limitMonth: number; readonly paybackMonth: number | null }
  | { readonly code: 'scopeMissing' }
  | { readonly code: 'scopeTooLarge'; readonly weeks: number; readonly limit: number }
  | { readonly code: 'durationTooLong'; readonly months: number; readonly limit: number }
  | { readonly code: 'costUnknown'; readonly limit: string }
  | { readonly code: 'costTooHigh'; readonly cost: string; readonly limit: string }
  | { readonly code: 'effectMissing' };

export type GateFaultCode = GateFault['code'];

/** What lets an initiative through in spite of its faults: both sides have signed, for so long, and for these faults alone. */
export interface Waiver {
  readonly id: string;
  readonly covers: readonly GateFaultCode[];
  readonly signed: readonly Side[];
  readonly expiresAt: Date;
}

export interface GateJudgement {
  readonly verdict: GateVerdict;
  readonly grounds: readonly GateGround[];
  /** All of them, also those that are waived. */
  readonly faults: readonly GateFault[];
  /** The waiver by which it passes; null where it passes or fails by itself. */
  readonly waiver: string | null;
}

export interface GateEvidence {
  readonly goals: readonly Pick<Goal, 'id' | 'growthProjection'>[];
  readonly case: BusinessCase | null;
  readonly settings: DecidedSettings;
  readonly waivers: readonly Waiver[];
  /** Of what is launched; null before. */
  readonly benefits: BenefitVerdict | null;
  readonly now: Date;
}

/**
 * The gate of an initiative. It passes when it maps to a goal marked *growth projection*, or its cumulative discounted margin reaches 0 by the
 * limit month, and keeps inside the limits on scope, duration and cost, and names a metric with an expected effect. "Reaches" is meant
 * literally: a margin that is lost again later has reached 0. A waiver that both sides have signed holds until it expires, and only for
 * the faults that it names.
 */
export function judgeGate(initiative: Initiative, evidence: GateEvidence): GateJudgement {
  const grounds = groundsOf(initiative, evidence);
  const faults = [...valueFaults(grounds, evidence), ...limitFaults(initiative, evidence)];
  if (faults.length === 0) return { verdict: 'pass', grounds, faults, waiver: null };
  const waiver = evidence.waivers.find((one) => isInForce(one, evidence.now) && coversAll(one, faults));
  return { verdict: waiver ? 'waived' : 'fail', grounds, faults, waiver: waiver?.id ?? null };
}

/** Whether both sides have signed a waiver and it has not expired; at the instant of its expiry it has. */
export function isInForce({ signed, expiresAt }: Waiver, now: Date): boolean {
  return signed.includes('marketing') && signed.includes('it') && now < expiresAt;
}

function coversAll({ covers }: Waiver, faults: readonly GateFault[]): boolean {
  return faults.every(({ code }) => covers.includes(code));
}

function groundsOf(initiative: Initiative, { goals, case: known, settings }: GateEvidence): GateGround[] {
  const growing = (initiative.goals ?? []).filter((id) =>
    goals.some((goal) => goal.id === id && goal.growthProjection),
  );
  const limitMonth = settings.gate.months;
  const month = known?.paybackMonth ?? null;
  return [
    ...(growing.length ? [{ code: 'growthGoal' as const, goals: growing }] : []),
    ...(month !== null && month <= limitMonth ? [{ code: 'marginInTime' as const, month, limitMonth }] : []),
  ];
}

function valueFaults(
  grounds: readonly GateGround[],
  { case: known, settings, benefits }: Pick<GateEvidence, 'case' | 'settings' | 'benefits'>,
): GateFault[] {
  const limitMonth = settings.gate.months;
  const isRed = benefits?.verdict === 'red';
  const tooLow: GateFault[] = isRed
    ? [{ code: 'benefitsTooLow', limitMonth, paybackMonth: benefits.paybackMonth }]
    : [];
  if (grounds.length > 0) return tooLow;
  if (known === null) return [{ code: 'caseMissing' }];
  const { paybackMonth, bestByLimit: best, benefitNeeded } = known;
  return [{ code: 'marginTooLate', limitMonth, paybackMonth, best, benefitNeeded }, ...tooLow];
}

function limitFaults(initiative: Initiative, { case: known, settings }: GateEvidence): GateFault[] {
  const { scope, effect } = initiative;
  const { teamWeeks, durationMonths, cost } = settings.gate;
  const faults: GateFault[] = [];
  if (scope === undefined) faults.push({ code: 'scopeMissing' });
  else {
    const weeks = teamWeeksOf(scope);
    if (teamWeeks !== undefined && weeks > teamWeeks) faults.push({ code: 'scopeTooLarge', weeks, limit: teamWeeks });
    if (durationMonths !== undefined && scope.durationMonths > durationMonths)
      faults.push({ code: 'durationTooLong', months: scope.durationMonths, limit: durationMonths });
  }
  if (cost !== undefined) {
    if (known === null) faults.push({ code: 'costUnknown', limit: cost });
    else if (exactly(known.cost).gt(exactly(cost))) faults.push({ code: 'costTooHigh', cost: known.cost, limit: cost });
  }
  if (effect === undefined) faults.push({ code: 'effectMissing' });
  return faults;
}

/** Team-weeks of all teams together; they are told to a hundredth. */
export function teamWeeksOf({ teams }: Pick<NonNullable<Initiative['scope']>, 'teams'>): number {
  return Math.round(teams.reduce((sum, { weeks }) => sum + weeks, 0) * 100) / 100;
}
