import { agreementDocument } from './agreement-document.js';
import { currencies } from '@tandem/domain/metric/currency';
import { plainUnits, type MetricDefinition } from '@tandem/domain/metric/definition';
import type { GovernedDefinition } from '@tandem/domain/metric/governed-definition';
import type { BusinessCalendar, OpeningHours } from '@tandem/domain/organisation/business-calendar';
import type { ConfigurationPart, MetricChange } from '@tandem/domain/organisation/configuration-part';
import type { Connection, Organisation, Person, Team } from '@tandem/domain/organisation/organisation';
import { standardMetricKeys } from '@tandem/domain/catalogue/standard-metrics';
import { z } from 'zod';
import { alertPolicy } from './alert-policy-document.js';
import { dayOrInstant } from './common.js';
import { duration, id, metricOwners, text, wholeNumber, type Shape } from './configuration-values.js';
import { formula } from './formula-document.js';
import { guardrail } from './guardrail-document.js';
import { goalChange, goalDocument, statusCutOffs } from './goal-document.js';
import { initiativeDocument, initiativeSettings } from './initiative-document.js';
import { retention } from './retention-document.js';
import { reviewCadence } from './review-cadence-document.js';
import { weekdays } from './weekdays.js';
import { communication } from './communication-document.js';
import { failingSources } from './failing-sources-document.js';
import { route } from './route-document.js';

export const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

const aYearMs = 366 * 86_400_000;
const aMinuteMs = 60_000;

const organisation = z
  .strictObject({
    name: text(200).optional().describe('Shown on every page.'),
    timeZone: text(100).optional().describe('IANA zone that draws days, weeks and months, such as Europe/Berlin.'),
    weekStartsOn: z
      .enum(weekdays)
      .transform((day) => weekdays.indexOf(day) + 1)
      .optional()
      .describe('First day of a week.'),
    linkWithinHours: wholeNumber(1, 720)
      .optional()
      .describe('How far back an incident looks for the deployment behind it, in hours; 24 at first.'),
    fiscalYearStartsIn: z
      .enum(months)
      .transform((month) => months.indexOf(month) + 1)
      .optional()
      .describe('First month of the fiscal year, which is named by the year in which it ends; january when left out.'),
    keep: retention.optional(),
    statusCutOffs: statusCutOffs.optional(),
    failingSources: failingSources.optional(),
    reviews: reviewCadence.optional(),
    communication: communication.optional(),
    initiatives: initiativeSettings.optional(),
  } satisfies Shape<Partial<Organisation>>)
  .describe('The one organisation; fields that are left out stay as they are.');

const team = z
  .strictObject({
    id: id.describe('Names the team where an owner is named; no person has the same id.'),
    title: text(200),
    side: z.enum(['marketing', 'it']).describe('The department that the team is part of.'),
  } satisfies Shape<Team>)
  .describe('A group of people within a department. What it owns, its members sign for.');

const person = z
  .strictObject({
    id,
    name: text(200),
    side: z.enum(['marketing', 'it']).describe('The department that the person speaks for.'),
    team: id.optional().describe('Id of a team of the same side.'),
    email: z.email('must be an e-mail address such as "lead@example.org"').optional(),
  } satisfies Shape<Person>)
  .describe('Somebody who owns metrics, goals or guardrails.');

const connection = z
  .strictObject({
    id,
    name: text(200),
    connector: text(100).describe('Which connector reads it, such as "file".'),
    expectedEvery: duration({ leastMs: aMinuteMs, mostMs: aYearMs }).describe(
      'How often new data is expected; older than twice this is stale.',
    ),
    syncEvery: duration({ leastMs: aMinuteMs, mostMs: aYearMs })
      .optional()
      .describe('How often it is read by the clock; only on request when left out.'),
    settings: z.record(z.string(), z.unknown()).describe("The connector's own settings."),
  })
  .transform(({ expectedEvery, syncEvery, ...rest }) => ({
    ...rest,
    expectedEveryMs: expectedEvery,
    ...(syncEvery === undefined ? {} : { syncEveryMs: syncEvery }),
  }))
  .describe('A system that data is pulled from.') satisfies z.ZodType<Connection>;

const weekday = z.enum(weekdays).transform((day) => weekdays.indexOf(day) + 1);
const clockTime = text(5).describe('HH:MM by the local clock; 24:00 is the end of the day.');

const calendar = z
  .strictObject({
    id: id.describe('Names the calendar in the clock of a metric.'),
    timeZone: text(100).describe('IANA zone whose clock is meant, such as Europe/Berlin.'),
    hours: z
      .array(
        z.strictObject({
          days: z.array(weekday).min(1).max(7),
          from: clockTime,
          to: clockTime,
        } satisfies Shape<OpeningHours>),
      )
      .min(1)
      .max(100)
      .describe('When it is open in every week. Hours past midnight are two entries.'),
    holidays: z
      .array(text(10))
      .max(2000)
      .default([])
      .describe('Local dates such as 2026-12-25, on which it is closed all day.'),
  } satisfies Shape<BusinessCalendar>)
  .describe('When a business is open: metrics measure time by it.');

const metric = z
  .strictObject({
    key: id.describe('Names the metric in goals, guardrails and addresses.'),
    standard: z
      .enum(standardMetricKeys, { error: 'must be the key of a metric of the catalogue' })
      .optional()
      .describe('The standard metric of the catalogue that it was adopted from.'),
    title: text(200),
    description: text(2000).describe('What the number says, in words that both sides understand.'),
    wording: z
      .strictObject({ marketing: text(2000).optional(), it: text(2000).optional() })
      .optional()
      .describe('The same in the words of each side.'),
    formula,
    unit: z.enum([...plainUnits, ...currencies]).describe('Of what is shown; an amount stands in its currency.'),
    precision: wholeNumber(0, 6).default(1).describe('Decimals that are shown.'),
    direction: z.enum(['up', 'down']).describe('Which way is better.'),
    windowDays: wholeNumber(1, 366)
      .default(7)
      .describe('Length of the window behind "now", in days; a multiple of 7 keeps weekdays comparable.'),
    settlingDays: wholeNumber(0, 366).default(0).describe('Days after its end in which a period may still change.'),
    owners: metricOwners,
    retired: z
      .literal(true)
      .optional()
      .describe('Nothing needs it any more: its history stays readable, and nothing new takes it up.'),
  } satisfies Shape<MetricDefinition>)
  .describe(
    'A governed definition. A change that moves numbers needs a signature of each side that owns it; title, wording and owners are updated in place.',
  );

/** The fields of a metric that both sides govern: all but what it is called and whose it is. */
export const governedDefinitionDocument = metric.omit({
  key: true,
  title: true,
  description: true,
  wording: true,
  owners: true,
  standard: true,
  retired: true,
}) satisfies z.ZodType<GovernedDefinition>;

/** A standard metric as a file adopts it: everything that is left out stands in the catalogue. */
export const standardMetricChoice = z
  .strictObject({
    standard: z.enum(standardMetricKeys).describe('Key of a metric of the catalogue; see `npx tandem catalogue`.'),
    key: metric.shape.key.optional(),
    parameters: z
      .record(z.string().max(100), z.union([z.string().min(1).max(200), z.number()]).transform(String))
      .optional()
      .describe('What the catalogue leaves open, such as the objective of an error budget.'),
    connections: z.array(id).min(1).max(100).optional(),
    dimensions: z.array(text(200)).max(20).optional(),
    title: metric.shape.title.optional(),
    description: metric.shape.description.optional(),
    wording: metric.shape.wording,
    precision: wholeNumber(0, 6).optional(),
    windowDays: wholeNumber(1, 366).optional(),
    settlingDays: wholeNumber(0, 366).optional(),
    owners: metricOwners.removeDefault().optional(),
  })
  .describe('A ready-made metric, adopted from the catalogue.');

const change = z
  .strictObject({
    metric: id.describe('Key of the metric.'),
    version: wholeNumber(1, 1_000_000).describe('The version that the change makes: the present one plus 1.'),
    reason: text(2000),
    effectiveFrom: dayOrInstant.optional().describe('From when it answers; as soon as it is signed when left out.'),
    signed: metricOwners.optional().describe('Ids of the people who have signed, one of each side.'),
  } satisfies Shape<MetricChange>)
  .describe('Why a version of a metric is made and who has signed it. It speaks for that version alone.');

const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(2000).optional();

/** A configuration file. Every part is optional: an apply changes what the file names and leaves the rest. */
export const configurationDocument = z
  .strictObject({
    version: z.literal(1, { error: 'must be 1, the version of this kind of file' }),
    knownSince: dayOrInstant
      .optional()
      .describe('Imports history: what is new in this file counts as known since then, for questions about the past.'),
    organisation: organisation.optional(),
    teams: list(team),
    people: list(person),
    connections: list(connection),
    calendars: list(calendar),
    metrics: list(metric),
    changes: list(change),
    goals: list(goalDocument),
    goalChanges: list(goalChange),
    guardrails: list(guardrail),
    routes: list(route),
    alertPolicies: list(alertPolicy).describe('In the order in which they are asked: the first that fits counts.'),
    initiatives: list(initiativeDocument),
    agreements: list(agreementDocument).refine((all = []) => new Set(all.map((one) => one.id)).size === all.length, {
      error: 'must name each agreement once',
    }),
  })
  .meta({ title: 'Tandem configuration' }) satisfies z.ZodType<ConfigurationPart>;

/** Schemas of single things, so that one bad thing does not hide what is wrong with the others. */
export const documentItems = {
  teams: team,
  people: person,
  connections: connection,
  calendars: calendar,
  metrics: metric,
  goals: goalDocument,
  guardrails: guardrail,
  routes: route,
  alertPolicies: alertPolicy,
  initiatives: initiativeDocument,
} as const satisfies Record<
  Exclude<keyof ConfigurationPart, 'organisation' | 'changes' | 'goalChanges' | 'agreements' | 'knownSince'>,
  z.ZodType
>;
export { organisation as organisationDocument };

export type ConfigurationDocument = z.input<typeof configurationDocument>;
