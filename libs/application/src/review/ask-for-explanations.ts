import { addDays } from '@tandem/domain/metric/periods';
import { whatMoved, type MovedMetric } from '@tandem/domain/review/what-moved';
import type { Configuration, Person, Route } from '@tandem/domain/organisation/organisation';
import { movementsOf } from './gather-what-moved.js';
import type { KeepReviewsDependencies } from './keep-reviews.js';
import type { ExplanationRequest, StoredReview } from './review-ports.js';
import { readForReview } from './review-reading.js';

const firstPeriodDays = 14;

/** Asks the owners of both sides, once for each review, why their metrics moved. A team is asked through its members. */
export function askForExplanations(dependencies: KeepReviewsDependencies) {
  const { reviews, configuration, jobs, publicUrl } = dependencies;
  return async (draft: StoredReview, now: Date): Promise<void> => {
    const { organisation } = await configuration.load();
    const last = (await reviews.list()).find(({ number, state }) => number < draft.number && state !== 'draft');
    const from = last?.asKnownAt ?? addDays(now, -firstPeriodDays, organisation.timeZone);
    const period = { from, to: now };
    const { number } = draft;
    const reading = await readForReview(dependencies, { number, period, asKnownAt: null, asOf: now, previous: null });
    const explanations = await reviews.explanations(number, now);
    const context = { from, timeZone: organisation.timeZone, events: new Map() };
    const { moved } = whatMoved(movementsOf(reading, explanations), context).content;
    const url = publicUrl === null ? null : `${publicUrl}/reviews/${number}`;
    const requests = requestsOf(moved, reading.configuration);
    const routes = routesOf(requests, reading.configuration, (await configuration.load()).routes);
    const isFirst = await reviews.ask(draft, requests, { now, timeZone: organisation.timeZone, url, routes });
    if (isFirst && requests.length > 0) await jobs.enqueue('outbox.deliver', {});
  };
}

function requestsOf(
  moved: readonly MovedMetric[],
  {
    people,
    metrics,
  }: {
    readonly people: readonly Person[];
    readonly metrics: readonly { readonly key: string; readonly owners: object }[];
  },
): readonly ExplanationRequest[] {
  return people.flatMap(({ id, name, side, team, email }) => {
    const owned = moved.filter(({ metric, unexplained }) => {
      const owners = metrics.find(({ key }) => key === metric.key)?.owners ?? {};
      const ids = Object.values(owners) as string[];
      return (
        unexplained.some((one) => one.side === side) && (ids.includes(id) || (team !== undefined && ids.includes(team)))
      );
    });
    if (owned.length === 0) return [];
    const asked = owned.map(({ metric, text }) => ({ key: metric.key, title: metric.title, text }));
    return [{ person: id, name, side, email: email ?? null, metrics: asked }];
  });
}

/**
 * The channels on which the sides hear of these metrics: routes of their guardrails, those of one side with what that side is asked. Nobody is
 * called out of bed for it.
 */
function routesOf(
  requests: readonly ExplanationRequest[],
  { guardrails }: Pick<Configuration, 'guardrails'>,
  routes: readonly Route[],
): Parameters<KeepReviewsDependencies['reviews']['ask']>[2]['routes'] {
  return routes.flatMap(({ id, side, channel }) => {
    const heard = new Set(guardrails.filter((one) => one.routes.includes(id)).map(({ metric }) => metric));
    const asked = requests.filter((request) => side === undefined || request.side === side);
    const metrics = new Map(asked.flatMap((request) => request.metrics).map((metric) => [metric.key, metric]));
    const told = [...metrics.values()].filter(({ key }) => heard.has(key));
    return channel === 'pagerduty' || told.length === 0 ? [] : [{ id, metrics: told }];
  });
}
