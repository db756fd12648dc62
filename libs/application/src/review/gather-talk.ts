import { actionsOfReview, actionStatus, movementSince } from '@tandem/domain/decision/action';
import { decisionStatus } from '@tandem/domain/decision/decision';
import { missingSignatures } from '@tandem/domain/metric/definition-proposal';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { actionsSection, type ActionFacts, type ActionsSection } from '@tandem/domain/review/actions-section';
import { communicationGaps, usualThresholds } from '@tandem/domain/review/communication-gaps';
import { decisionsSection, type DecisionFacts, type DecisionsSection } from '@tandem/domain/review/decisions-section';
import { gapsSection, type CommunicationGapsSection } from '@tandem/domain/review/gaps-section';
import type { NamedMetric, Section } from '@tandem/domain/review/section';
import { ownerNamed } from '@tandem/domain/organisation/owner';
import { actionAsOf } from '../decisions/action-as-of.js';
import type { ActionStore, StoredAction } from '../decisions/action-ports.js';
import { daysLate } from '../decisions/actions.js';
import { decisionAsOf } from '../decisions/decision-as-of.js';
import type { DecisionStore, StoredDecision } from '../decisions/decision-ports.js';
import { subjectTitle } from '../decisions/read-decisions.js';
import type { GoalReader } from '../goal-ports.js';
import type { ProposalReader } from '../proposal-ports.js';
import { behaviourPoints } from '../track-goals.js';
import { gatherGapFacts } from './read-communication-gaps.js';
import type { ReviewReading } from './review-reading.js';
import type { TalkReader } from './talk-ports.js';

/** What the sections about decisions, actions and gaps are read from. */
export interface TalkSectionDependencies {
  readonly goals: Pick<GoalReader, 'proposals'>;
  readonly proposals: Pick<ProposalReader, 'list'>;
  readonly decisions: Pick<DecisionStore, 'list'>;
  readonly actions: Pick<ActionStore, 'list'>;
  readonly talk: TalkReader;
}

const named = ({ key, title, unit, precision }: MetricDefinition): NamedMetric => ({ key, title, unit, precision });

export async function gatherCommunicationGaps(
  dependencies: TalkSectionDependencies,
  { configuration, asOf, series }: ReviewReading,
): Promise<Section<CommunicationGapsSection>> {
  const thresholds = { ...usualThresholds, ...configuration.organisation.communication };
  // A source is as stale as the metrics that are read from it, at that time.
  const sources = new Map(
    [...series.values()].flatMap(({ freshness }) =>
      freshness.connections.map(({ id, name }) => {
        const lastAt = freshness.lastSyncAt;
        return [id, { id, name, stale: freshness.stale, lastAt }] as const;
      }),
    ),
  );
  const gathered = { configuration, thresholds, now: asOf, sources: [...sources.values()] };
  const { facts, held } = await gatherGapFacts(dependencies, gathered);
  const agreements = held.map(({ agreement: { title, side, lead, event }, record }) => {
    const { missed, medianHours, events, basis, unconfirmed, toldTo } = record;
    return {
      title,
      side,
      lead,
      event,
      medianHours,
      missed,
      of: events.length,
      basis,
      unconfirmed: unconfirmed.length,
      toldTo,
    };
  });
  return gapsSection(communicationGaps(facts, thresholds), agreements, {
    now: asOf,
    timeZone: configuration.organisation.timeZone,
  });
}

export async function gatherDecisions(
  { decisions }: Pick<TalkSectionDependencies, 'decisions'>,
  reading: ReviewReading,
): Promise<Section<DecisionsSection>> {
  const { asOf, period } = reading;
  const known = (await decisions.list()).flatMap((one) => decisionAsOf(one, asOf) ?? []);
  return decisionsSection(
    known.map((one) => decisionFacts(one, reading)),
    { from: period.from },
  );
}

function decisionFacts(decision: StoredDecision, { configuration, asOf }: ReviewReading): DecisionFacts {
  const { id, content, state, signatures, acceptedAt, grades } = decision;
  const { effect } = content;
  const metric = configuration.metrics.find(({ key }) => key === effect?.metric);
  return {
    id,
    title: content.title,
    about: content.about === null ? null : subjectTitle(content.about, configuration),
    status: decisionStatus(decision, asOf, configuration.organisation.timeZone),
    signed: signatures.map(({ side }) => side),
    waitsFor: state === 'open' ? missingSignatures(decision) : [],
    acceptedAt,
    effect: effect === null || metric === undefined ? null : { ...effect, metric: named(metric) },
    grades,
  };
}

export async function gatherActions(
  { actions }: Pick<TalkSectionDependencies, 'actions'>,
  reading: ReviewReading,
): Promise<Section<ActionsSection>> {
  const { asOf, period, previous } = reading;
  const known = (await actions.list()).flatMap((one) => actionAsOf(one, asOf) ?? []);
  const shown = actionsOfReview(known, { from: previous === null ? null : period.from, to: asOf });
  return actionsSection(shown.map((one) => actionFacts(one, reading)));
}

function actionFacts(action: StoredAction, { configuration, asOf, series }: ReviewReading): ActionFacts {
  const { id, title, side, due, result, closedAt, openedAt } = action;
  const own = action.metric === null ? undefined : series.get(action.metric);
  const { timeZone } = configuration.organisation;
  const points = (own ? behaviourPoints(own) : []).map(({ end, value }) => ({
    end: new Date(end),
    value: Number(value),
  }));
  return {
    id,
    title,
    owner: ownerNamed(action.owner, configuration)?.name ?? action.owner,
    side,
    due,
    status: actionStatus(action, asOf, timeZone),
    daysLate: daysLate(action, closedAt ?? asOf, timeZone),
    result,
    metric: own ? named(own.definition) : null,
    movement: own ? movementSince(points, openedAt, own.definition.direction) : null,
  };
}
