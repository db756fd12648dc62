import { monthByMonth } from '@tandem/domain/initiative/business-case';
import { stageOf, type Initiative } from '@tandem/domain/initiative/initiative';
import { mapInitiatives } from '@tandem/domain/initiative/initiative-map';
import { teamWeeksOf } from '@tandem/domain/initiative/judge-gate';
import { ownerNamed } from '@tandem/domain/organisation/owner';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { thingDocument } from '../export-configuration.js';
import { NotFound } from '../input-errors.js';
import type { StoredVerdict } from './initiative-ports.js';
import { readContext, standingOf, type InitiativeContext, type InitiativeStanding } from './judge-initiative.js';
import type { InitiativeDependencies } from './record-verdicts.js';
import { withInitiatives } from './write-initiative.js';

/** Initiatives as pages and programs read them: the same numbers in the list, on the page and in the map. */
export function readInitiatives(dependencies: InitiativeDependencies) {
  const load = async () => {
    const now = dependencies.clock();
    const configuration = await dependencies.configuration.known({ now, asKnownAt: null, withGuardrails: false });
    return { configuration, context: await readContext(dependencies, configuration, now) };
  };
  return {
    all: async () => {
      const { configuration, context } = await load();
      const standings = configuration.initiatives.map((initiative) => standingOf(initiative, context));
      return {
        initiatives: standings.map((standing) => rowOf(standing, configuration)),
        settings: settingsOf(context),
      };
    },

    one: async (id: string) => {
      const { configuration, context } = await load();
      const initiative = configuration.initiatives.find((one) => one.id === id);
      if (initiative === undefined) throw new NotFound('initiative', id);
      const verdicts = await dependencies.journal.verdicts(id);
      return pageOf(standingOf(initiative, context), configuration, context, verdicts);
    },

    /** How an initiative would stand; nothing is stored. Throws `ConfigurationRejected` with what is wrong with it. */
    preview: async (initiative: Initiative) => {
      const { configuration, context } = await load();
      const next = withInitiatives(configuration, [initiative]);
      return pageOf(standingOf(initiative, { ...context, configuration: next }), next, context, []);
    },

    choices: async () => {
      const { configuration, context } = await load();
      return choicesOf(configuration, context);
    },

    map: async () => {
      const { configuration, context } = await load();
      const mapped = configuration.initiatives.map((initiative) => {
        const { case: known } = standingOf(initiative, context);
        return { initiative, cost: known?.cost ?? null };
      });
      const goals = configuration.goals.map(({ id }) => id);
      return {
        map: mapInitiatives(mapped, goals, context.terms.decimals),
        goals: configuration.goals.map(({ id, title }) => ({ id, title })),
        initiatives: configuration.initiatives.map(({ id, title }) => ({ id, title })),
        settings: settingsOf(context),
      };
    },
  };
}

/** What an initiative can be made of. */
function choicesOf(configuration: Configuration, context: InitiativeContext) {
  const { people, teams, metrics, goals, initiatives } = configuration;
  const owners = [...people, ...teams].map(({ id }) => ownerNamed(id, configuration));
  const capabilities = initiatives.flatMap(({ capability }) => (capability === undefined ? [] : [capability]));
  return {
    owners: owners.flatMap((owner) => (owner === null ? [] : [{ id: owner.id, name: owner.name, side: owner.side }])),
    teams: teams.map(({ id, title, side }) => ({ id, title, side })),
    metrics: metrics.map(({ key, title, unit, direction }) => ({ key, title, unit, direction })),
    goals: goals.map(({ id, title, growthProjection = false }) => ({ id, title, growthProjection })),
    initiatives: initiatives.map(({ id, title }) => ({ id, title })),
    capabilities: [...new Set(capabilities)],
    settings: settingsOf(context),
  };
}

export function settingsOf({ settings }: Pick<InitiativeContext, 'settings'>) {
  const { currency, discountRate, isRateStated, gate, budget, capacity } = settings;
  return { currency, discountRate, isRateStated, gate, budget, capacity };
}

function rowOf(standing: InitiativeStanding, configuration: Configuration) {
  const { initiative, case: known, judgement, benefits } = standing;
  const { scope, capability = null, start = null } = initiative;
  return {
    id: initiative.id,
    title: initiative.title,
    agenda: initiative.agenda,
    capability,
    goals: named(initiative.goals, configuration.goals),
    owners: {
      marketing: ownerNamed(initiative.owners.marketing, configuration),
      it: ownerNamed(initiative.owners.it, configuration),
    },
    stage: stageOf(initiative),
    start,
    launchedOn: initiative.launchedOn ?? null,
    teamWeeks: scope === undefined ? null : teamWeeksOf(scope),
    durationMonths: scope?.durationMonths ?? null,
    cost: known?.cost ?? null,
    netPresentValue: known?.netPresentValue ?? null,
    paybackMonth: known?.paybackMonth ?? null,
    gate: judgement,
    benefits: benefits && withoutForecast(benefits),
  };
}

function withoutForecast({ forecast: _, ...benefits }: NonNullable<InitiativeStanding['benefits']>) {
  return benefits;
}

function pageOf(
  standing: InitiativeStanding,
  configuration: Configuration,
  context: InitiativeContext,
  verdicts: readonly StoredVerdict[],
) {
  const { initiative, case: known, benefits, waivers } = standing;
  const metric = configuration.metrics.find(({ key }) => key === initiative.effect?.metric);
  return {
    ...rowOf(standing, configuration),
    description: initiative.description ?? null,
    issue: issueOf(initiative, configuration),
    metric: metric ? { key: metric.key, title: metric.title, unit: metric.unit, precision: metric.precision } : null,
    effect: initiative.effect ?? null,
    scope: (initiative.scope?.teams ?? []).map(({ team, weeks }) => ({
      team,
      title: configuration.teams.find(({ id }) => id === team)?.title ?? team,
      weeks,
    })),
    dependsOn: named(initiative.dependsOn, configuration.initiatives),
    wsjf: initiative.wsjf ?? null,
    rice: initiative.rice ?? null,
    rows: monthByMonth(initiative.months ?? []),
    case: known,
    forecast: benefits?.forecast ?? null,
    waivers: waivers.map(({ id, title, status, covers, waitsFor, acceptedAt, expiresAt }) => ({
      id,
      title,
      status,
      covers: [...covers],
      waitsFor: [...waitsFor],
      timeZone: configuration.organisation.timeZone,
      acceptedAt: acceptedAt?.toISOString() ?? null,
      expiresAt: expiresAt.toISOString(),
    })),
    history: verdicts.map(({ id, at, occasion, judgement, benefits: then }) => ({
      id,
      at: at.toISOString(),
      occasion,
      ...judgement,
      benefits: then?.verdict ?? null,
    })),
    document: thingDocument.initiative(initiative),
    settings: settingsOf(context),
  };
}

/** The issue that it is kept in, with its page where the address of the tracker is known. */
function issueOf({ issue }: Initiative, { organisation, connections }: Configuration) {
  if (issue === undefined) return null;
  const source = connections.find(({ id }) => id === organisation.initiatives?.jira?.connection);
  const address = source?.settings['url'];
  const base = typeof address === 'string' ? address.replace(/\/+$/, '') : null;
  return { key: issue, url: base === null ? null : `${base}/browse/${encodeURIComponent(issue)}` };
}

function named(ids: readonly string[] | undefined, things: readonly { readonly id: string; readonly title: string }[]) {
  return (ids ?? []).map((id) => ({ id, title: things.find((thing) => thing.id === id)?.title ?? id }));
}
