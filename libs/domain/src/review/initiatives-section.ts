import type { BenefitVerdict } from '../initiative/benefit-check.js';
import type { InitiativeStage } from '../initiative/initiative.js';
import type { GateFaultCode, GateVerdict } from '../initiative/judge-gate.js';
import { lastDayText } from '../metric/period-text.js';
import { listed, type HeadlineSentence, type Section } from './section.js';

/** An initiative as it was known at the time of the review. */
export interface InitiativeFacts {
  readonly id: string;
  readonly title: string;
  readonly stage: InitiativeStage;
  /** How it was at the last review; null when it was not there yet. */
  readonly stageBefore: InitiativeStage | null;
  /** What the gate said last, and since when it has said so; null where it has said nothing. */
  readonly gate: {
    readonly verdict: GateVerdict;
    readonly faults: readonly GateFaultCode[];
    readonly since: Date;
  } | null;
  /** Of what is launched, and since when. */
  readonly benefits:
    (Pick<BenefitVerdict, 'verdict' | 'paybackMonth' | 'promisedMonth'> & { readonly since: Date }) | null;
  /** Whether the plan held it at the last review and holds it now. */
  readonly planned: { readonly before: boolean; readonly now: boolean };
}

export interface ShownInitiative {
  readonly title: string;
  readonly text: string;
  readonly evidence: string;
}

export interface InitiativesSection {
  /** Launched, and below what was promised. */
  readonly red: readonly ShownInitiative[];
  /** Ideas that the gate does not let through. */
  readonly waiting: readonly ShownInitiative[];
  /** What came into the plan or left it, began, was launched or stopped since the last review. */
  readonly changes: readonly ShownInitiative[];
  /** Beyond those that are listed. */
  readonly more: number;
  readonly sentence: string;
}

const listedAtMost = 5;

const faultWords: Readonly<Record<GateFaultCode, string>> = {
  caseMissing: 'it has no business case',
  marginTooLate: 'its margin reaches 0 too late',
  benefitsTooLow: 'its benefits stay away',
  scopeMissing: 'its scope is not known',
  scopeTooLarge: 'its scope is too large',
  durationTooLong: 'it takes too long',
  costUnknown: 'its cost is not known',
  costTooHigh: 'it costs too much',
  effectMissing: 'it promises nothing of a metric',
};

/** Initiatives of a review, or null where there are none: those gone red first, then those at the gate, then what changed in the plan. */
export function initiativesSection(
  facts: readonly InitiativeFacts[],
  { from, timeZone }: { readonly from: Date; readonly timeZone: string },
): Section<InitiativesSection> | null {
  if (facts.length === 0) return null;
  const red = facts.filter(({ stage, benefits }) => stage === 'launched' && benefits?.verdict === 'red');
  const waiting = facts.filter(({ stage, gate }) => stage === 'idea' && gate?.verdict === 'fail');
  const changes = facts.flatMap(changeOf);
  const launched = facts.filter(({ stage }) => stage === 'launched').length;
  const dayOf = (at: Date) => lastDayText(new Date(at.getTime() + 1).toISOString(), timeZone);
  const shown = { red: red.map((one) => redText(one, dayOf)), waiting: waiting.map((one) => waitingText(one, dayOf)) };
  const content = {
    red: shown.red.slice(0, listedAtMost),
    waiting: shown.waiting.slice(0, listedAtMost),
    changes: changes.slice(0, listedAtMost),
  };
  const all = shown.red.length + shown.waiting.length + changes.length;
  return {
    content: {
      ...content,
      more: all - content.red.length - content.waiting.length - content.changes.length,
      sentence: sentenceOf(red.length, waiting.length, changes.length),
    },
    sentences: headlineOf(red.filter(({ benefits }) => benefits !== null && benefits.since > from)),
    counts:
      launched === 0
        ? []
        : [
            {
              code: 'initiativesRed',
              label: 'Initiatives below their promise',
              value: red.length,
              of: launched,
              evidence: '#initiatives',
            },
          ],
  };
}

const pageOf = (id: string) => `/initiatives/${encodeURIComponent(id)}`;

function redText({ id, title, benefits }: InitiativeFacts, dayOf: (at: Date) => string): ShownInitiative {
  const month = (number: number | null) => (number === null ? 'never' : `in month ${number}`);
  const since = benefits === null ? '' : ` since ${dayOf(benefits.since)}`;
  const back = `pays back ${month(benefits?.paybackMonth ?? null)} instead of ${month(benefits?.promisedMonth ?? null)}`;
  return { title, text: `Below its promise${since}: ${back}.`, evidence: pageOf(id) };
}

function waitingText({ id, title, gate }: InitiativeFacts, dayOf: (at: Date) => string): ShownInitiative {
  const why = (gate?.faults ?? []).map((code) => faultWords[code]);
  const since = gate === null ? '' : ` since ${dayOf(gate.since)}`;
  return {
    title,
    text: `Waits at the gate${since}${why.length === 0 ? '' : `: ${listed(why)}`}.`,
    evidence: pageOf(id),
  };
}

const stageWords: Readonly<Record<InitiativeStage, string>> = {
  idea: 'Is an idea again.',
  underWay: 'Work has begun.',
  launched: 'Was launched.',
  stopped: 'Was stopped.',
};

function changeOf({ id, title, stage, stageBefore, planned }: InitiativeFacts): ShownInitiative[] {
  const evidence = pageOf(id);
  if (stageBefore === null) return [{ title, text: planned.now ? 'New, and in the plan.' : 'New.', evidence }];
  if (stage !== stageBefore) return [{ title, text: stageWords[stage], evidence }];
  if (planned.now === planned.before) return [];
  return [{ title, text: planned.now ? 'Came into the plan.' : 'Is not in the plan any more.', evidence }];
}

function sentenceOf(red: number, waiting: number, changes: number): string {
  const parts = [
    ...(red === 0 ? [] : [`${red} below ${red === 1 ? 'its' : 'their'} promise`]),
    ...(waiting === 0 ? [] : [`${waiting} waiting at the gate`]),
    ...(changes === 0 ? [] : [`${changes} ${changes === 1 ? 'change' : 'changes'} of the plan`]),
  ];
  if (parts.length === 0) return 'None is below its promise, none waits at the gate, and the plan is as it was.';
  const text = listed(parts);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function headlineOf(gone: readonly InitiativeFacts[]): readonly HeadlineSentence[] {
  if (gone.length === 0) return [];
  const titles = gone.slice(0, 2).map(({ title }) => `“${title}”`);
  const text = `${listed(gone.length > 2 ? [...titles, `${gone.length - 2} more`] : titles)} ${gone.length === 1 ? 'brings' : 'bring'} less than was promised.`;
  const [first] = gone;
  const evidence = gone.length === 1 && first ? pageOf(first.id) : '#initiatives';
  return [{ code: 'initiativeRed', text, evidence, weight: 55 }];
}
