import type { ConfigurationPart } from './configuration-part.js';
import { unchangedSecret } from './configuration-part.js';
import { inFileOrder } from './in-file-order.js';
import { withStoredSecrets } from './connection-secrets.js';
import type { KeptStreams } from './retention.js';
import { hasSecret, type Configuration, type Organisation, type Route } from './organisation.js';

/**
 * The configuration after a file was applied. A thing that the file names replaces the one with the same id, in its place; new ones
 * come after; what the file does not name stays. Of alert policies the first that fits counts, so that their order is that of the file. Only of the organisation single fields can be left out. A secret written as
 * `unchanged` becomes the stored one; where none is stored the word stays, which `checkConfiguration` refuses.
 */
export function mergeConfiguration(current: Configuration, part: ConfigurationPart): Configuration {
  const byId = <Thing extends { readonly id: string }>(kept: readonly Thing[], named: readonly Thing[] = []) =>
    merged(kept, named, ({ id }) => id);
  const routes = part.routes?.map((route) => withStoredSecret(route, current.routes));
  const connections = part.connections?.map((connection) => withStoredSecrets(connection, current.connections));
  return {
    organisation: withoutDefault({ ...current.organisation, ...part.organisation }),
    teams: byId(current.teams, part.teams),
    people: byId(current.people, part.people),
    connections: byId(current.connections, connections),
    calendars: byId(current.calendars, part.calendars),
    metrics: merged(current.metrics, part.metrics ?? [], ({ key }) => key),
    goals: byId(current.goals, part.goals),
    guardrails: byId(current.guardrails, part.guardrails),
    routes: byId(current.routes, routes),
    alertPolicies: inFileOrder(current.alertPolicies, part.alertPolicies),
    initiatives: byId(current.initiatives, part.initiatives),
  };
}

/** January, to keep everything, and the usual cut-offs are what is meant when nothing is said, so that saying it changes nothing. */
function withoutDefault({
  fiscalYearStartsIn,
  keep = {},
  statusCutOffs = {},
  failingSources = {},
  reviews = {},
  communication = {},
  initiatives = {},
  ...organisation
}: Organisation): Organisation {
  const kept = Object.fromEntries(
    Object.entries<number | KeptStreams>({ ...keep }).filter(
      ([, time]) => typeof time !== 'object' || Object.keys(time).length > 0,
    ),
  );
  return {
    ...organisation,
    ...(fiscalYearStartsIn === undefined || fiscalYearStartsIn === 1 ? {} : { fiscalYearStartsIn }),
    ...(Object.keys(kept).length === 0 ? {} : { keep: kept }),
    ...(Object.keys(statusCutOffs).length === 0 ? {} : { statusCutOffs }),
    ...(Object.keys(failingSources).length === 0 ? {} : { failingSources }),
    ...(Object.keys(reviews).length === 0 ? {} : { reviews }),
    ...(Object.keys(communication).length === 0 ? {} : { communication }),
    ...(Object.keys(initiatives).length === 0 ? {} : { initiatives }),
  };
}

function merged<Thing>(kept: readonly Thing[], named: readonly Thing[], idOf: (thing: Thing) => string): Thing[] {
  const result = new Map(kept.map((thing) => [idOf(thing), thing]));
  for (const thing of named) result.set(idOf(thing), thing);
  return [...result.values()];
}

function withStoredSecret(route: Route, stored: readonly Route[]): Route {
  if (!hasSecret(route) || route.secret !== unchangedSecret) return route;
  const before = stored.find(({ id }) => id === route.id);
  return before?.channel === route.channel && hasSecret(before) ? { ...route, secret: before.secret } : route;
}
