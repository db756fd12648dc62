import { actionStatus, movementSince, type Action } from '@tandem/domain/decision/action';
import { endOfDate, localDateOf } from '@tandem/domain/metric/periods';
import type { MetricSeries } from '@tandem/domain/metric/series';
import { shownDifference, shownNumber } from '@tandem/domain/metric/shown-value';
import { ownerNamed } from '@tandem/domain/organisation/owner';
import { InvalidInput, NotFound } from '../input-errors.js';
import type { Clock, ConfigurationStore, KnownConfiguration, ObservationReader } from '../ports.js';
import { requirePerson } from '../proposing.js';
import { personOf } from '../read-proposals.js';
import { behaviourPoints, readSeriesOf } from '../track-goals.js';
import type { ActionStep, ActionStore, StoredAction } from './action-ports.js';
import type { DecisionStore } from './decision-ports.js';

export interface ActionDependencies {
  readonly configuration: Pick<ConfigurationStore, 'known'>;
  readonly observations: Pick<ObservationReader, 'seriesOfEach'>;
  readonly actions: ActionStore;
  readonly decisions: Pick<DecisionStore, 'find'>;
  readonly clock: Clock;
}

export interface WrittenAction {
  readonly title: string;
  readonly text: string;
  readonly owner: string;
  readonly due: string;
  readonly metric: string | null;
  readonly decision: string | null;
}

/** Opens an action for somebody of a side; answers its id. */
export function openAction(dependencies: ActionDependencies) {
  const { actions, decisions } = dependencies;
  return async ({ by, ...written }: WrittenAction & { readonly by: string }): Promise<string> => {
    const { configuration, now } = await acting(by, dependencies);
    const owner = requireOwner(written.owner, configuration);
    requireDay(written.due, configuration, now);
    if (written.metric !== null && !configuration.versions.has(written.metric)) {
      throw new InvalidInput([{ field: 'metric', reason: `There is no metric "${written.metric}".` }]);
    }
    if (written.decision !== null && (await decisions.find(written.decision)) === null) {
      throw new InvalidInput([{ field: 'decision', reason: `There is no decision "${written.decision}".` }]);
    }
    const open = { side: owner.side, state: 'open', openedAt: now, closedAt: null, result: null } as const;
    return actions.open({ ...written, ...open }, by);
  };
}

/** Gives an open action another owner or day, with the reason. */
export function changeAction(dependencies: ActionDependencies) {
  return async (request: {
    readonly id: string;
    readonly owner?: string | undefined;
    readonly due?: string | undefined;
    readonly reason: string;
    readonly by: string;
  }): Promise<string> => {
    const { configuration, now } = await acting(request.by, dependencies);
    await changed(request.id, dependencies, (present) => {
      const { owner = present.owner, due = present.due, reason, by } = request;
      const { side } = requireOwner(owner, configuration);
      if (due !== present.due) requireDay(due, configuration, now);
      const from = { owner: present.owner, due: present.due };
      const step: ActionStep = { step: 'change', at: now, by, details: { reason, from, to: { owner, due } } };
      return { action: { ...present, owner, side, due }, step };
    });
    return request.id;
  };
}

/** Closes an action with what came of it. */
export function closeAction(dependencies: ActionDependencies) {
  return async (request: {
    readonly id: string;
    readonly as: 'done' | 'dropped';
    readonly result: string;
    readonly by: string;
  }): Promise<string> => {
    const { now } = await acting(request.by, dependencies);
    const { as, result, by } = request;
    await changed(request.id, dependencies, (present) => ({
      action: { ...present, state: as, closedAt: now, result },
      step: { step: as, at: now, by, details: { result } },
    }));
    return request.id;
  };
}

/** Actions with how late they are, and whether the number has moved since. */
export function readActions(dependencies: Omit<ActionDependencies, 'decisions'>) {
  const { configuration, actions, observations, clock } = dependencies;
  const shown = async (all: readonly StoredAction[], now: Date) => {
    const known = await configuration.known({ now, asKnownAt: null });
    const keys = all.flatMap(({ metric }) => metric ?? []);
    const reading = { configuration: known, observations, alerts: new Map(), now, asKnownAt: null };
    const series = await readSeriesOf(keys, reading);
    return all.map((action) => shownAction(action, { known, series, now }));
  };
  return {
    list: async () => {
      const now = clock();
      const { organisation } = await configuration.known({ now, asKnownAt: null });
      return { actions: await shown(await actions.list(), now), timeZone: organisation.timeZone };
    },
    one: async (id: string) => {
      const [action] = await actions.list({ id });
      if (!action) throw new NotFound('action', id);
      const [answer] = await shown([action], clock());
      if (!answer) throw new NotFound('action', id);
      return answer;
    },
  };
}

export function shownAction(
  action: StoredAction,
  { known, series, now }: { known: KnownConfiguration; series: ReadonlyMap<string, MetricSeries>; now: Date },
) {
  const { id, title, text, due, decision, openedAt, closedAt, result, steps, side } = action;
  const own = action.metric === null ? undefined : series.get(action.metric);
  return {
    id,
    title,
    text,
    owner: ownerNamed(action.owner, known) ?? { id: action.owner, name: action.owner, side },
    side,
    due,
    status: actionStatus(action, now, known.organisation.timeZone),
    /** Whole days after the end of its last day; 0 before. */
    daysLate: daysLate(action, closedAt ?? now, known.organisation.timeZone),
    decision,
    openedAt: openedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    result,
    effect: own === undefined ? null : shownMovement(own, openedAt),
    steps: steps.map(({ step, at, by, details }) => ({
      step,
      at: at.toISOString(),
      by: personOf(by, known.people),
      reason: typeof details['reason'] === 'string' ? details['reason'] : null,
    })),
  };
}

function shownMovement(series: MetricSeries, openedAt: Date) {
  const { key, title, unit, precision, direction } = series.definition;
  const points = behaviourPoints(series).map(({ end, value }) => ({ end: new Date(end), value: Number(value) }));
  const movement = movementSince(points, openedAt, direction);
  const metric = { key, title, unit, precision };
  if (movement.state === 'notYet') {
    return {
      metric,
      before: null,
      after: null,
      delta: null,
      verdict: series.freshness.stale ? 'stale' : 'notYet',
    } as const;
  }
  const [before, after] = [movement.before, movement.after].map((value) => shownNumber(value, precision));
  const delta = shownDifference(after ?? null, before ?? null, precision);
  return { metric, before: before ?? null, after: after ?? null, delta, verdict: movement.verdict };
}

/** Days begun after the last day of an action; 0 before. */
export function daysLate({ due }: Action, at: Date, timeZone: string): number {
  const late = at.getTime() - endOfDate(due, timeZone).getTime();
  return late < 0 ? 0 : Math.ceil((late + 1) / 86_400_000);
}

async function acting(by: string, { configuration, clock }: Pick<ActionDependencies, 'configuration' | 'clock'>) {
  const now = clock();
  const known = await configuration.known({ now, asKnownAt: null });
  requirePerson(known, by);
  return { configuration: known, now };
}

async function changed(
  id: string,
  { actions }: ActionDependencies,
  compute: Parameters<ActionStore['change']>[1],
): Promise<void> {
  const found = await actions.change(id, (present) => {
    if (present.state === 'open') return compute(present);
    throw new InvalidInput([
      { field: 'id', reason: 'The action is closed, and stays as it was closed. Open another one.' },
    ]);
  });
  if (!found) throw new NotFound('action', id);
}

function requireOwner(id: string, configuration: KnownConfiguration) {
  const owner = ownerNamed(id, configuration);
  if (owner) return owner;
  throw new InvalidInput([{ field: 'owner', reason: `There is neither a person nor a team "${id}".` }]);
}

function requireDay(due: string, { organisation }: KnownConfiguration, now: Date): void {
  const today = localDateOf(now, organisation.timeZone);
  if (due >= today) return;
  throw new InvalidInput([{ field: 'due', reason: `${due} has passed: choose today or a later day.` }]);
}
