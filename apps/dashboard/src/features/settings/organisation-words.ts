import { catalogue } from '../../text/catalogue.js';
import type { KEPT_PARTS, KEPT_STREAMS } from './organisation-draft.js';

export const WEEKDAYS = catalogue('weekdays', {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
});

export const MONTHS = catalogue('months', {
  january: 'January',
  february: 'February',
  march: 'March',
  april: 'April',
  may: 'May',
  june: 'June',
  july: 'July',
  august: 'August',
  september: 'September',
  october: 'October',
  november: 'November',
  december: 'December',
});

export const STREAMS: Readonly<Record<(typeof KEPT_STREAMS)[number], string>> = catalogue('keptStreams', {
  deployment: 'Deployments',
  change: 'Changes',
  incident: 'Incidents',
  slaCycle: 'Service levels',
  funnelCount: 'Steps of funnels',
  measurement: 'Measurements',
});

export const ORGANISATION = catalogue('organisation', {
  title: 'Organisation',
  intro:
    'What holds for every number: the time that it is counted in, how long things are kept, and when a goal is on track.',
  name: 'Name',
  timeZone: 'Time zone',
  timeZoneHint: 'Draws the days, weeks and months of every number, such as Europe/Berlin.',
  weekStartsOn: 'A week starts on',
  fiscalYear: 'The fiscal year starts in',
  fiscalYearHint: 'It is named by the year in which it ends.',
  links: 'An incident looks back for its deployment, in hours',
  linksHint: 'From 1 to 720; metrics that read these links are counted anew.',
  failing: 'When a source fails',
  failingHint:
    'Owners are told, and later the source is paused, so that nobody trusts it by mistake. As usual where empty.',
  failingFields: {
    warnAfterRuns: { label: 'Owners are told after failed runs', hint: '3 when left empty' },
    pauseAfterRuns: { label: 'Paused after failed runs', hint: '12 when left empty' },
    pauseAfter: { label: 'And when it has failed for', hint: 'Such as 24h, which it is when left empty' },
  },
  cutOffs: 'When a key result is on track',
  cutOffsHint: 'By the probability of its forecast; by its pace where there is none. As usual where empty.',
  cutOffFields: {
    onTrackProbability: { label: 'On track from the probability', hint: '0.5 when left empty' },
    atRiskProbability: { label: 'At risk from the probability', hint: '0.1 when left empty' },
    onTrackPace: { label: 'On track from the pace', hint: '0.95 when left empty' },
    atRiskPace: { label: 'At risk from the pace', hint: '0.75 when left empty' },
  },
  keep: 'How long things are kept',
  keepHint:
    'Days such as 400d, at least 62d for records; for ever where empty. What is removed cannot be brought back: counted days stay readable at least as long as the records behind them.',
  uploads: 'Uploaded files',
  parts: {
    records: 'Records',
    versions: 'Their earlier versions',
    observations: 'Counted days',
  } satisfies Record<(typeof KEPT_PARTS)[number], string>,
});
