import { approverObstacle, decideDecision, type DecisionObstacle } from '@tandem/domain/decision/decide-decision';
import type { Decision, DecisionContent } from '@tandem/domain/decision/decision';
import { endOfDate } from '@tandem/domain/metric/periods';
import type { Person } from '@tandem/domain/organisation/organisation';
import { NotFound } from '../input-errors.js';
import type { Clock, ConfigurationStore, KnownConfiguration, ObservationReader } from '../ports.js';
import { requirePerson } from '../proposing.js';
import { readSeriesOf } from '../track-goals.js';
import { requireDecidable } from './check-decision.js';
import type { DecisionRecord, DecisionStep, DecisionStore, StoredDecision } from './decision-ports.js';
import { baselineOf } from './effect-reading.js';

export interface DecisionDependencies {
  readonly configuration: Pick<ConfigurationStore, 'known'>;
  readonly observations: Pick<ObservationReader, 'seriesOfEach'>;
  readonly decisions: DecisionStore;
  readonly clock: Clock;
}

/** Something is in the way of what was asked for; nothing was written. */
export class DecisionNotPossible extends Error {
  constructor(readonly obstacle: DecisionObstacle) {
    super(`The decision is not possible: ${obstacle.code}.`);
    this.name = 'DecisionNotPossible';
  }
}

/** What somebody writes; the baseline of an effect is read, not written. */
export type WrittenDecision = Omit<DecisionContent, 'effect'> & {
  readonly effect: Omit<NonNullable<DecisionContent['effect']>, 'baseline'> | null;
};

export type DecisionAct =
  | { readonly kind: 'propose' }
  | { readonly kind: 'sign' }
  | { readonly kind: 'refuse'; readonly reason: string }
  | { readonly kind: 'withdraw' };

interface Acting {
  readonly person: Person;
  readonly configuration: KnownConfiguration;
  readonly now: Date;
  /** Whether the account that asks has the right to sign. */
  readonly maySign: boolean;
}

/** Drafts a decision, and puts it forward where wanted; answers its id. */
export function draftDecision(dependencies: DecisionDependencies) {
  return async (request: {
    readonly content: WrittenDecision;
    readonly by: string;
    readonly maySign: boolean;
    /** Whether it waits for signatures at once. */
    readonly putForward: boolean;
  }): Promise<string> => {
    const context = await actingAs(request, dependencies);
    const content = contentOf(request.content);
    requireDecidable(content, context.configuration, context.now);
    const { side } = context.person;
    const draft: Decision = { state: 'draft', side, content, signatures: [], acceptedAt: null };
    const begun = { decision: draft, steps: [stepOf('draft', context, content)] };
    const record = request.putForward
      ? putForward(begun, await withBaseline(content, context, dependencies), context)
      : begun;
    return dependencies.decisions.add(record, effectDue(record.decision, context));
  };
}

/** Writes a draft anew; answers its id. */
export function reviseDecision(dependencies: DecisionDependencies) {
  return async (request: { readonly id: string; readonly content: WrittenDecision; readonly by: string }) => {
    const context = await actingAs({ by: request.by, maySign: false }, dependencies);
    const content = contentOf(request.content);
    await changeDecision(request.id, context, dependencies, (present) => {
      requireDecidable(content, context.configuration, context.now);
      if (present.state !== 'draft') throw new DecisionNotPossible({ code: 'noDraft' });
      return { decision: { ...present, content }, steps: [stepOf('revise', context, content)] };
    });
    return request.id;
  };
}

/** Puts forward, signs, refuses or withdraws a decision; answers its id. */
export function actOnDecision(dependencies: DecisionDependencies) {
  return async (request: {
    readonly id: string;
    readonly act: DecisionAct;
    readonly by: string;
    readonly maySign: boolean;
  }): Promise<string> => {
    const { id, act } = request;
    const context = await actingAs(request, dependencies);
    if (act.kind !== 'propose') {
      await changeDecision(id, context, dependencies, (present) => decided(present, act, context));
      return id;
    }
    const draft = await dependencies.decisions.find(id);
    if (!draft) throw new NotFound('decision', id);
    const content = await withBaseline(draft.content, context, dependencies);
    await changeDecision(id, context, dependencies, (present) => {
      if (present.state !== 'draft') throw new DecisionNotPossible({ code: 'noDraft' });
      requireDecidable(present.content, context.configuration, context.now);
      return putForward({ decision: present, steps: [] }, content, context);
    });
    return id;
  };
}

async function actingAs(
  { by, maySign }: { readonly by: string; readonly maySign: boolean },
  { configuration, clock }: DecisionDependencies,
): Promise<Acting> {
  const now = clock();
  const known = await configuration.known({ now, asKnownAt: null });
  return { person: requirePerson(known, by), configuration: known, now, maySign };
}

async function changeDecision(
  id: string,
  context: Acting,
  { decisions }: DecisionDependencies,
  compute: (present: StoredDecision) => DecisionRecord,
): Promise<void> {
  const found = await decisions.change(id, (present) => {
    const record = compute(present);
    return { ...record, effectDue: effectDue(record.decision, context) };
  });
  if (!found) throw new NotFound('decision', id);
}

function contentOf({ effect, ...content }: WrittenDecision): DecisionContent {
  return { ...content, effect: effect === null ? null : { ...effect, baseline: null } };
}

/** The value that is signed is the one that was known when it was put forward. */
async function withBaseline(
  content: DecisionContent,
  { configuration, now }: Acting,
  { observations }: DecisionDependencies,
): Promise<DecisionContent> {
  const { effect } = content;
  if (effect === null) return content;
  const reading = { configuration, observations, alerts: new Map(), now, asKnownAt: null };
  const series = (await readSeriesOf([effect.metric], reading)).get(effect.metric);
  return { ...content, effect: { ...effect, baseline: series ? baselineOf(series, now) : null } };
}

/** It waits for both sides from now on; whoever puts it forward signs with it, if they are to sign for their side. */
function putForward(begun: DecisionRecord, content: DecisionContent, context: Acting): DecisionRecord {
  const { person, maySign, configuration } = context;
  const open: Decision = { ...begun.decision, state: 'open', content };
  const steps = [...begun.steps, stepOf('propose', context, content)];
  if (!maySign || approverObstacle(open, person, configuration.teams) !== null) return { decision: open, steps };
  const signed = decided(open, { kind: 'sign' }, context);
  return { decision: signed.decision, steps: [...steps, ...signed.steps] };
}

function decided(
  present: Decision,
  act: Exclude<DecisionAct, { readonly kind: 'propose' }>,
  context: Acting,
): DecisionRecord {
  const { person, configuration, now } = context;
  const outcome = decideDecision(present, act, { person, teams: configuration.teams, now });
  if (!outcome.possible) throw new DecisionNotPossible(outcome.obstacle);
  const reason = act.kind === 'refuse' ? act.reason : null;
  const step = { ...stepOf(act.kind, context, null), reason };
  const accept: DecisionStep = { step: 'accept', at: now, by: null, side: null, reason: null, content: null };
  return { decision: outcome.decision, steps: outcome.accepted ? [step, accept] : [step] };
}

function stepOf(step: DecisionStep['step'], { person, now }: Acting, content: DecisionContent | null): DecisionStep {
  return { step, at: now, by: person.id, side: person.side, reason: null, content };
}

function effectDue({ content }: Decision, { configuration }: Acting): Date | null {
  return content.effect === null ? null : endOfDate(content.effect.by, configuration.organisation.timeZone);
}
