import type { AlertPolicy, EscalationStep } from '@tandem/domain/alert/alert-policy';
import type { KeyResult } from '@tandem/domain/goal/goal';
import type { BurnWindows, Guardrail } from '@tandem/domain/guardrail/guardrail';
import type { Initiative } from '@tandem/domain/initiative/initiative';
import type { InitiativeSettings } from '@tandem/domain/initiative/initiative-settings';
import { clockOf, type MetricDefinition, type MetricFormula } from '@tandem/domain/metric/definition';
import type { BusinessCalendar } from '@tandem/domain/organisation/business-calendar';
import { unchangedSecret } from '@tandem/domain/organisation/configuration-part';
import type { GapThresholds } from '@tandem/domain/review/communication-gaps';
import type { FailingSourcePolicy } from '@tandem/domain/source/decide-on-failing-source';
import { formatDuration } from '@tandem/domain/organisation/duration';
import type { KeptStreams, Retention } from '@tandem/domain/organisation/retention';
import type { ReviewCadence } from '@tandem/domain/review/review-cadence';
import { hasSecret, type Configuration, type Connection, type Route } from '@tandem/domain/organisation/organisation';
import { inOrder, numberOf, unlessEmpty } from './document-words.js';
import type { ConfigurationStore } from './ports.js';

/** A thing as a configuration file has it: plain data, keys in the order in which people read them. */
export type DocumentThing = Readonly<Record<string, unknown>>;

const months = 'january february march april may june july august september october november december'.split(' ');
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** The whole configuration as a file would bring it. Applying it again changes nothing; no secret is in it. */
export function exportConfiguration({ configuration }: { readonly configuration: ConfigurationStore }) {
  return async (): Promise<DocumentThing> => documentOf(await configuration.load());
}

export function documentOf(configuration: Configuration): DocumentThing {
  const lists = {
    teams: configuration.teams.map((team) => thingDocument.team(team)),
    people: configuration.people.map((person) => thingDocument.person(person)),
    connections: configuration.connections.map(thingDocument.connection),
    calendars: configuration.calendars.map(thingDocument.calendar),
    metrics: configuration.metrics.map(thingDocument.metric),
    goals: configuration.goals.map(thingDocument.goal),
    guardrails: configuration.guardrails.map(thingDocument.guardrail),
    routes: configuration.routes.map(thingDocument.route),
    alertPolicies: configuration.alertPolicies.map(thingDocument.alertPolicy),
    initiatives: configuration.initiatives.map(thingDocument.initiative),
  };
  const used = Object.entries(lists).filter(([, things]) => things.length > 0);
  return {
    version: 1,
    organisation: thingDocument.organisation(configuration.organisation),
    ...Object.fromEntries(used),
  };
}

/** One thing of each kind, as a file has it. */
export const thingDocument = {
  organisation: ({
    weekStartsOn,
    fiscalYearStartsIn,
    keep,
    failingSources,
    reviews,
    communication,
    initiatives,
    ...rest
  }: Configuration['organisation']): DocumentThing =>
    inOrder(
      {
        ...rest,
        weekStartsOn: weekdays[weekStartsOn - 1],
        fiscalYearStartsIn: fiscalYearStartsIn === undefined ? undefined : months[fiscalYearStartsIn - 1],
        keep: keep && keptDocument(keep),
        failingSources: failingSources && failingDocument(failingSources),
        reviews: reviews && cadenceDocument(reviews),
        communication: communication && communicationDocument(communication),
        initiatives: initiatives && initiativeSettingsDocument(initiatives),
      },
      ['name', 'timeZone', 'weekStartsOn', 'fiscalYearStartsIn'],
    ),

  team: (team: Configuration['teams'][number]): DocumentThing => inOrder(team, ['id', 'title', 'side']),

  person: (person: Configuration['people'][number]): DocumentThing =>
    inOrder(person, ['id', 'name', 'side', 'team', 'email']),

  connection: ({ expectedEveryMs, syncEveryMs, secrets: _, ...rest }: Connection): DocumentThing =>
    inOrder(
      {
        ...rest,
        expectedEvery: formatDuration(expectedEveryMs),
        syncEvery: syncEveryMs === undefined ? undefined : formatDuration(syncEveryMs),
      },
      ['id', 'name', 'connector', 'expectedEvery', 'syncEvery', 'settings'],
    ),

  calendar: ({ hours, holidays, ...rest }: BusinessCalendar): DocumentThing =>
    inOrder(
      {
        ...rest,
        hours: hours.map(({ days, from, to }) => ({ days: days.map((day) => weekdays[day - 1]), from, to })),
        holidays: holidays.length ? holidays : undefined,
      },
      ['id', 'timeZone', 'hours', 'holidays'],
    ),

  metric: ({ formula, owners, ...rest }: MetricDefinition): DocumentThing =>
    inOrder({ ...rest, formula: formulaDocument(formula), owners: unlessEmpty(owners) }, [
      'key',
      'standard',
      'title',
      'description',
      'wording',
      'formula',
      'unit',
      'precision',
      'direction',
      'windowDays',
      'settlingDays',
      'owners',
    ]),

  goal: ({ keyResults, owners, ...rest }: Configuration['goals'][number]): DocumentThing =>
    inOrder({ ...rest, owners: unlessEmpty(owners), keyResults: keyResults.map(keyResultDocument) }, [
      'id',
      'title',
      'outcome',
      'growthProjection',
      'parent',
      'department',
      'team',
      'start',
      'due',
      'owners',
      'ledBy',
      'keyResults',
      'counterMetrics',
      'drivers',
    ]),

  guardrail: ({ forMs, keepFiringForMs, owners, routes, ...rest }: Guardrail): DocumentThing =>
    inOrder(
      {
        ...kindDocument(rest),
        for: formatDuration(forMs),
        keepFiringFor: formatDuration(keepFiringForMs),
        owners: unlessEmpty(owners),
        routes: routes.length ? routes : undefined,
      },
      [
        'id',
        'title',
        'kind',
        'metric',
        'goal',
        'keyResult',
        'of',
        'objective',
        'atLeast',
        'atMost',
        'clearAt',
        'windowDays',
        'by',
        'mostSlices',
        'minimumEvents',
        'for',
        'keepFiringFor',
      ],
    ),

  route: (route: Route): DocumentThing =>
    inOrder(hasSecret(route) ? { ...route, secret: unchangedSecret } : route, [
      'id',
      'channel',
      'side',
      'url',
      'secret',
      'to',
    ]),

  alertPolicy: ({ groupWaitMs, repeatEveryMs, escalation, ...rest }: AlertPolicy): DocumentThing =>
    inOrder(
      {
        ...rest,
        groupWait: groupWaitMs === undefined ? undefined : formatDuration(groupWaitMs),
        repeatEvery: repeatEveryMs === undefined ? undefined : formatDuration(repeatEveryMs),
        escalation: escalation?.map(escalationDocument),
      },
      ['id', 'guardrails', 'severity', 'groupBy', 'groupWait', 'repeatEvery', 'escalation'],
    ),

  initiative: ({ owners, effect, months: rows, ...rest }: Initiative): DocumentThing =>
    inOrder(
      {
        ...rest,
        owners: unlessEmpty(owners),
        effect: effect && { ...effect, amount: numberOf(effect.amount) },
        months: rows?.map(({ oneOff, running, benefit, ...row }) =>
          inOrder({ ...row, oneOff: numberOf(oneOff), running: numberOf(running), benefit: numberOf(benefit) }, [
            'month',
            'through',
          ]),
        ),
      },
      ['id', 'title', 'description', 'agenda', 'capability', 'goals', 'owners', 'stage', 'launchedOn', 'start'],
    ),
};

function initiativeSettingsDocument({
  discountRate,
  gate,
  capacity,
  budget,
  ...rest
}: InitiativeSettings): DocumentThing {
  return inOrder(
    {
      ...rest,
      discountRate: numberOf(discountRate),
      gate: gate && inOrder({ ...gate, cost: numberOf(gate.cost) }, ['months']),
      budget: numberOf(budget),
      capacity,
    },
    ['currency', 'discountRate'],
  );
}

/** What only some kinds of guardrails have, in the words of the file. */
function kindDocument(guardrail: DocumentThing): DocumentThing {
  const decimals = ['atLeast', 'atMost', 'clearAt', 'objective'] as const;
  const { withinMs, windows, ...rest } = guardrail;
  return {
    ...rest,
    ...Object.fromEntries(decimals.map((field) => [field, numberOf(rest[field] as string | undefined)])),
    within: withinMs === undefined ? undefined : formatDuration(withinMs as number),
    windows: (windows as BurnWindows[] | undefined)?.map((pair) => ({
      ...pair,
      budgetShare: numberOf(pair.budgetShare),
    })),
  };
}

function escalationDocument({ afterMs, ...step }: EscalationStep): DocumentThing {
  return { after: formatDuration(afterMs), ...step };
}

function failingDocument({ pauseAfterMs, ...runs }: Partial<FailingSourcePolicy>): DocumentThing {
  return { ...runs, ...(pauseAfterMs === undefined ? {} : { pauseAfter: formatDuration(pauseAfterMs) }) };
}

function cadenceDocument({ weekday, ...rest }: Partial<ReviewCadence>): DocumentThing {
  return inOrder({ ...rest, weekday: weekday === undefined ? undefined : weekdays[weekday - 1] }, ['weekday', 'weeks']);
}

function communicationDocument({ acknowledgeMs, ...rest }: Partial<GapThresholds>): DocumentThing {
  return { ...rest, ...(acknowledgeMs === undefined ? {} : { acknowledgeWithin: formatDuration(acknowledgeMs) }) };
}

function keptDocument(keep: Retention): DocumentThing {
  const text = (time: number | KeptStreams): unknown =>
    typeof time === 'number'
      ? formatDuration(time)
      : Object.fromEntries(Object.entries(time).map(([stream, keptMs]) => [stream, formatDuration(keptMs)]));
  return Object.fromEntries(
    Object.entries(keep).map(([what, time]: [string, number | KeptStreams]) => [what, text(time)]),
  );
}

function formulaDocument(formula: MetricFormula): DocumentThing {
  const { dimensions, ...rest } = formula;
  const clock = clockOf(formula)?.calendar;
  return inOrder({ ...rest, clock, dimensions: dimensions.length ? dimensions : undefined }, [
    'kind',
    'stream',
    'connections',
    'at',
    'where',
    'numerator',
    'denominator',
    'from',
    'to',
  ]);
}

function keyResultDocument(keyResult: KeyResult): DocumentThing {
  const order = ['id', 'kind', 'metric', 'weight', 'baseline', 'target', 'atLeast', 'atMost'];
  if (keyResult.kind === 'stay') {
    return inOrder({ ...keyResult, atLeast: numberOf(keyResult.atLeast), atMost: numberOf(keyResult.atMost) }, order);
  }
  const { baseline, target, milestones } = keyResult;
  return inOrder(
    {
      ...keyResult,
      baseline: numberOf(baseline),
      target: numberOf(target),
      milestones: milestones?.map(({ at, value }) => ({ at, value: numberOf(value) })),
    },
    order,
  );
}
