import type { AlertPolicy } from '@tandem/domain/alert/alert-policy';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import type { Initiative } from '@tandem/domain/initiative/initiative';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { Configuration } from '@tandem/domain/organisation/organisation';

const attainment: MetricDefinition = {
  key: 'attainment',
  title: 'Service level attainment',
  description: 'Share of tickets that were closed inside their service level.',
  wording: { marketing: 'How often customers are helped in time.' },
  formula: {
    kind: 'ratio',
    stream: 'slaCycle',
    connections: ['tickets'],
    at: ['dueAt', 'stoppedAt', 'knownAt'],
    numerator: { where: { state: 'met' } },
    denominator: { where: { state: ['met', 'breached'] } },
    dimensions: ['priority', 'dimensions.region'],
  },
  unit: '%',
  precision: 2,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
  owners: { marketing: 'digital', it: 'service' },
};

const attainmentFloor: Guardrail = {
  id: 'attainment-floor',
  title: 'Attainment stays above 60 %',
  kind: 'threshold',
  metric: 'attainment',
  atLeast: '60',
  clearAt: '62.5',
  minimumEvents: 50,
  forMs: 600_000,
  keepFiringForMs: 0,
  severity: 'critical',
  onNoData: 'keepLast',
  owners: { it: 'service' },
  routes: ['on-call'],
};

const servicePolicy: AlertPolicy = {
  id: 'service',
  severity: 'critical',
  groupBy: ['metric'],
  groupWaitMs: 30_000,
  repeatEveryMs: 14_400_000,
  escalation: [{ afterMs: 900_000, side: 'it', routes: ['leads'] }],
};

const fasterAnswers: Initiative = {
  id: 'faster-answers',
  title: 'Faster answers',
  agenda: 'businessTechnology',
  goals: ['helped-in-time'],
  effect: { metric: 'attainment', direction: 'up', amount: '5', by: '2016-12-31' },
  scope: { teams: [{ team: 'service-desk', weeks: 6.5 }], durationMonths: 3 },
  start: '2016-05',
  months: [
    { month: 1, oneOff: '12000' },
    { month: 4, through: 24, running: '100', benefit: '900.5' },
  ],
  owners: { marketing: 'digital', it: 'service' },
  wsjf: { businessValue: 8, timeCriticality: 3, riskReduction: 2, jobSize: 5 },
};

/** A small whole configuration with one thing of each kind, referring to each other. */
export function sampleConfiguration(): Configuration {
  return {
    organisation: { name: 'Northern Ferries', timeZone: 'Europe/Lisbon', weekStartsOn: 1 },
    teams: [{ id: 'service-desk', title: 'Service Desk', side: 'it' }],
    people: [
      { id: 'digital', name: 'Head of Digital Marketing', side: 'marketing', email: 'digital@example.org' },
      { id: 'service', name: 'Head of Service Operations', side: 'it', team: 'service-desk' },
    ],
    connections: [
      {
        id: 'tickets',
        name: 'Service desk',
        connector: 'file',
        settings: { location: { path: 'tickets.csv' } },
        expectedEveryMs: 604_800_000,
        syncEveryMs: 3_600_000,
      },
    ],
    calendars: [
      {
        id: 'support-hours',
        timeZone: 'Europe/Lisbon',
        hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }],
        holidays: ['2016-03-25'],
      },
    ],
    metrics: [attainment],
    goals: [
      {
        id: 'helped-in-time',
        title: 'Customers are helped in time',
        outcome: 'Fewer customers leave after a disturbance.',
        start: '2016-03-01',
        due: '2016-06-30',
        owners: { marketing: 'digital', it: 'service' },
        keyResults: [{ id: 'attainment', kind: 'reach', metric: 'attainment', baseline: '62', target: '80.5' }],
      },
    ],
    guardrails: [attainmentFloor],
    routes: [
      {
        id: 'on-call',
        channel: 'webhook',
        url: 'https://alerts.example.org/tandem',
        secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      },
      { id: 'leads', channel: 'email', to: ['leads@example.org'] },
    ],
    alertPolicies: [servicePolicy],
    initiatives: [fasterAnswers],
  };
}
