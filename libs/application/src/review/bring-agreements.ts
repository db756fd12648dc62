import { decideDecision } from '@tandem/domain/decision/decide-decision';
import { decisionInForce, type Decision, type DecisionContent } from '@tandem/domain/decision/decision';
import { missingSignatures } from '@tandem/domain/metric/definition-proposal';
import type { Side } from '@tandem/domain/metric/definition';
import { canonicalJson } from '@tandem/domain/organisation/canonical-json';
import type { Configuration, Person } from '@tandem/domain/organisation/organisation';
import { ownerNamed } from '@tandem/domain/organisation/owner';
import type { WrittenAgreement } from '@tandem/domain/review/notice-agreement';
import type {
  DecisionRecord,
  DecisionStep,
  DecisionStore,
  DecisionWrite,
  StoredDecision,
} from '../decisions/decision-ports.js';
import { InvalidInput } from '../input-errors.js';
import type { Clock, ConfigurationStore } from '../ports.js';
import { agreementOf } from './notices.js';

export interface BroughtAgreement {
  readonly id: string;
  /** `propose`: it waits for signatures. `agree`: it holds from now on. */
  readonly action: 'propose' | 'agree' | 'unchanged';
  readonly waitsFor: Side[];
}

export interface AgreementFileDependencies {
  readonly configuration: Pick<ConfigurationStore, 'load'>;
  readonly decisions: Pick<DecisionStore, 'list'>;
  readonly clock: Clock;
}

const sides = ['marketing', 'it'] as const;
const sideNames = { marketing: 'marketing', it: 'IT' } as const;

/**
 * Agreements of notice as a file has them: decisions of both sides, to be written with the rest of the file. What it says anew is put forward, and holds when both
 * sides have signed, be it in the file or in the browser. The same terms again change nothing.
 */
export function bringAgreements(
  agreements: readonly WrittenAgreement[],
  all: readonly StoredDecision[],
  { known, now }: { readonly known: Configuration; readonly now: Date },
): { readonly brought: readonly BroughtAgreement[]; readonly writes: readonly DecisionWrite[] } {
  const brought: BroughtAgreement[] = [];
  const writes: DecisionWrite[] = [];
  for (const agreement of agreements) {
    const { same, isInForce } = standing(agreement, all, known, now);
    if (same !== null && (isInForce || same.state !== 'open')) {
      brought.push({ id: agreement.id, action: 'unchanged', waitsFor: [] });
      continue;
    }
    const record = signed(same ?? putForward(agreement, now), agreement, { known, now });
    const hasMoved = same === null || record.steps.length > 0;
    if (hasMoved) writes.push({ id: same?.id ?? null, record });
    const { decision } = record;
    const action = decision.state === 'accepted' ? 'agree' : hasMoved ? 'propose' : 'unchanged';
    brought.push({ id: agreement.id, action, waitsFor: [...missingSignatures(decision)] });
  }
  return { brought, writes };
}

/** What a file that names agreements is checked against, and what an export writes of them. */
export function agreementFiles({ configuration, decisions, clock }: AgreementFileDependencies) {
  return {
    /** What is wrong with what they name. What holds already is not asked again who may sign it. */
    faults: async (agreements: readonly WrittenAgreement[], merged: Configuration): Promise<AgreementFaults> => {
      const all = await decisions.list({ kind: 'agreement' });
      const now = clock();
      return agreementFaults(agreements, merged, (one) => standing(one, all, merged, now).isInForce);
    },

    /** Those in force, as a file would bring them. */
    written: async (): Promise<readonly WrittenAgreement[]> => {
      const { organisation } = await configuration.load();
      const all = await decisions.list({ kind: 'agreement' });
      const ids = [...new Set(all.flatMap(({ content }) => content.about?.id ?? []))].sort();
      return ids.flatMap((id) => {
        const about = { kind: 'agreement', id } as const;
        const found = decisionInForce(all, { kind: 'agreement', about }, clock(), organisation.timeZone);
        return found === null ? [] : (asWritten(found) ?? []);
      });
    },
  };
}

/** Each with its place in the file. */
type AgreementFaults = readonly { readonly path: readonly (string | number)[]; readonly reason: string }[];

function agreementFaults(
  agreements: readonly WrittenAgreement[],
  known: Pick<Configuration, 'people' | 'teams'>,
  holds: (agreement: WrittenAgreement) => boolean,
): AgreementFaults {
  return agreements.flatMap((agreement, index) => (holds(agreement) ? [] : faultsOf(agreement, index, known)));
}

function faultsOf(
  { driver, signed: by = {} }: WrittenAgreement,
  index: number,
  known: Pick<Configuration, 'people' | 'teams'>,
): AgreementFaults {
  return [
    ...(driver === undefined || ownerNamed(driver, known) !== null
      ? []
      : [{ path: ['agreements', index, 'driver'], reason: `there is neither a person nor a team "${driver}"` }]),
    ...sides.flatMap((side) => {
      const id = by[side];
      const person = known.people.find((one) => one.id === id);
      if (id === undefined || person?.side === side) return [];
      const reason =
        person === undefined
          ? `there is no person "${id}"`
          : `"${id}" is of ${sideNames[person.side]} and cannot sign for ${sideNames[side]}`;
      return [{ path: ['agreements', index, 'signed', side], reason }];
    }),
  ];
}

/** The latest decision of the same terms that still counts: the one in force, or one that waits. */
function standing(
  agreement: WrittenAgreement,
  all: readonly StoredDecision[],
  { organisation }: Pick<Configuration, 'organisation'>,
  now: Date,
): { readonly same: StoredDecision | null; readonly isInForce: boolean } {
  const about = { kind: 'agreement', id: agreement.id } as const;
  const wanted = termsOf(contentOf(agreement));
  const inForce = decisionInForce(all, { kind: 'agreement', about }, now, organisation.timeZone);
  if (inForce !== null && termsOf(inForce.content) === wanted) return { same: inForce, isInForce: true };
  const waiting = all.find(({ state, content }) => state === 'open' && termsOf(content) === wanted);
  return { same: waiting ?? null, isInForce: false };
}

/** What both sides sign; why, and who sees to it, may be said anew without signing again. */
function termsOf({ about, title, expiresOn, agreement }: DecisionContent): string {
  return canonicalJson({ id: about?.id ?? null, title, expiresOn, agreement: { ...agreement } });
}

function contentOf({
  id,
  reason,
  driver,
  expiresOn,
  signed: by,
  services,
  ...terms
}: WrittenAgreement): DecisionContent {
  return {
    kind: 'agreement',
    title: terms.title,
    text: '',
    reason,
    about: { kind: 'agreement', id },
    driver: driver ?? by?.[terms.side] ?? '',
    approvers: {},
    contributors: [],
    informed: [],
    effect: null,
    expiresOn: expiresOn ?? null,
    agreement: { ...terms, ...(services === undefined || services.length === 0 ? {} : { services }) },
  };
}

function putForward(agreement: WrittenAgreement, now: Date): DecisionRecord {
  const content = contentOf(agreement);
  const decision: Decision = { state: 'open', side: null, content, signatures: [], acceptedAt: null };
  const step = { at: now, by: null, side: null, reason: null, content };
  return {
    decision,
    steps: [
      { ...step, step: 'draft' },
      { ...step, step: 'propose' },
    ],
  };
}

/** With the signatures that the file carries and that are not there yet. */
function signed(
  begun: StoredDecision | DecisionRecord,
  { signed: by = {} }: WrittenAgreement,
  { known, now }: { readonly known: Configuration; readonly now: Date },
): DecisionRecord {
  let { decision, steps }: DecisionRecord = 'decision' in begun ? begun : { decision: begun, steps: [] };
  for (const side of missingSignatures(decision)) {
    const person = known.people.find(({ id }) => id === by[side]);
    if (person === undefined) continue;
    const outcome = decideDecision(decision, { kind: 'sign' }, { person, teams: known.teams, now });
    if (!outcome.possible)
      throw new InvalidInput([
        { field: 'agreements', reason: `${person.name} cannot sign it: ${outcome.obstacle.code}.` },
      ]);
    decision = outcome.decision;
    steps = [...steps, ...stepsOf(person, now, outcome.accepted)];
  }
  return { decision, steps };
}

function stepsOf({ id, side }: Person, at: Date, accepted: boolean): DecisionStep[] {
  const sign: DecisionStep = { step: 'sign', at, by: id, side, reason: null, content: null };
  return accepted ? [sign, { step: 'accept', at, by: null, side: null, reason: null, content: null }] : [sign];
}

function asWritten(decision: StoredDecision): WrittenAgreement | null {
  const agreement = agreementOf(decision.content);
  if (agreement === null) return null;
  const { reason, driver, expiresOn } = decision.content;
  const { id, title, event, side, lead, services } = agreement;
  const by = Object.fromEntries(decision.signatures.map((one) => [one.side, one.by]));
  return {
    id,
    title,
    event,
    side,
    lead,
    ...(services === undefined ? {} : { services }),
    reason,
    driver,
    ...(expiresOn === null ? {} : { expiresOn }),
    signed: by,
  };
}
