import type { Board } from '@tandem/contracts/board';
import type { ThingList } from '@tandem/contracts/settings';
import type { Product } from '../product/start-product.js';

/** Every address of the app once; what stands behind it is the demo's. */
export async function allAddresses(product: Product): Promise<readonly string[]> {
  const board = await product.get<Board>('/api/v1/board');
  const idOf = async (kind: string) => {
    const { things } = await product.get<ThingList>(`/api/v1/configuration/things/${kind}`);
    const [first] = things;
    if (!first) throw new Error(`The demo has no ${kind}.`);
    return first.id;
  };
  const goal = board.goals[0];
  const keyResult = goal?.keyResults.at(-1);
  if (!goal || !keyResult) throw new Error('The demo has a goal with key results.');
  const { metric, current } = keyResult;
  const initiative = `/initiatives/${await idOf('initiative')}`;
  const settings = ['organisation', 'calendars', 'teams', 'people', 'channels', 'policies', 'tokens', 'initiatives'];
  return [
    '/board',
    '/goals',
    `/goals/${goal.id}`,
    '/goals/new',
    `/goals/${goal.id}/edit`,
    `/goals/${goal.id}/propose`,
    '/metrics',
    `/metrics/${metric.key}`,
    '/metrics/new',
    `/metrics/${metric.key}/edit`,
    `/metrics/${metric.key}/propose`,
    `/metrics/${metric.key}/records?from=${current.start}&to=${current.end}`,
    '/catalogue',
    '/catalogue/session-conversion',
    '/restatements',
    '/alerts?state=all',
    '/guardrails',
    '/guardrails/new',
    `/guardrails/${await idOf('guardrail')}`,
    '/reviews',
    '/reviews/next',
    '/decisions',
    '/decisions/new',
    '/agreements',
    '/initiatives',
    '/initiatives/new',
    '/initiatives/plan',
    '/initiatives/map',
    initiative,
    `${initiative}/edit`,
    '/sources',
    '/sources/servicenow',
    '/sources/servicenow/settings',
    '/connect?connector=github',
    '/account',
    ...[...settings, 'history'].map((part) => `/settings/${part}`),
    '/settings/calendars/new',
    '/settings/teams/team/new',
    `/settings/teams/team/${await idOf('team')}`,
    `/settings/teams/person/${await idOf('person')}`,
    '/settings/channels/new',
    '/settings/policies/new',
  ];
}

/** Addresses of things that are not there. */
export const ofNothing = [
  '/goals/nothing',
  '/goals/nothing/edit',
  '/goals/nothing/propose',
  '/metrics/nothing',
  '/metrics/nothing/edit',
  '/metrics/nothing/propose',
  '/metrics/nothing/records',
  '/catalogue/nothing',
  '/alerts/nothing',
  '/alerts/999999999',
  '/guardrails/nothing',
  '/reviews/999',
  '/decisions/nothing',
  '/decisions/nothing/edit',
  '/decisions/999999999',
  '/initiatives/nothing',
  '/initiatives/nothing/edit',
  '/sources/nothing',
  '/sources/nothing/settings',
  '/settings/calendars/nothing',
  '/settings/teams/team/nothing',
  '/settings/teams/person/nothing',
  '/settings/channels/nothing',
  '/settings/policies/nothing',
  '/settings/nothing',
  '/nothing',
];
