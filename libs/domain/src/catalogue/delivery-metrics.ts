import type { Conditions } from '../metric/definition.js';
import { needs, optional, valued, type StandardMetric } from './standard-metric.js';

const source = {
  name: "DORA's software delivery performance metrics, edition January 2026",
  url: 'https://dora.dev/guides/dora-metrics/',
};
/** What reached production, well or badly; cancelled and running deployments did not. */
const production: Conditions = { tier: 'production', outcome: ['succeeded', 'failed'] };
/** An incident may open up to a day after the deployment behind it, so a day is provisional for one more. */
const linkDays = 1;

const inProduction = valued('tier', 'production');

const base = { family: 'delivery', parameters: {}, windowDays: 28, source } as const;

const deploymentFrequency: StandardMetric = {
  ...base,
  key: 'deployment-frequency',
  title: 'Deployment frequency',
  description: 'Successful deployments to production, per week.',
  wording: {
    marketing: 'How often something new reaches customers.',
    it: 'Succeeded deployments of tier production ÷ elapsed weeks.',
  },
  formula: () => ({
    kind: 'count',
    per: 'week',
    stream: 'deployment',
    at: ['finishedAt'],
    where: { tier: 'production', outcome: 'succeeded' },
    dimensions: ['service'],
  }),
  unit: () => '/wk',
  precision: 1,
  direction: 'up',
  settlingDays: 0,
  needs: () => [needs('deployment', 'service', inProduction, 'outcome', 'finishedAt')],
  trap: 'Only production counts: staging and preview deployments would multiply it; an unfinished week is taken over its elapsed days.',
};

const deploymentDays: StandardMetric = {
  ...base,
  key: 'deployment-days-per-week',
  title: 'Deployment days per week, median',
  description:
    'On how many days of a week something was deployed to production, median of the whole weeks that end in the period.',
  wording: {
    marketing: 'On how many days of a typical week something new goes live.',
    it: 'Median of distinct local days with a succeeded production deployment, per week.',
  },
  formula: () => ({
    kind: 'activeDays',
    stream: 'deployment',
    at: ['finishedAt'],
    where: { tier: 'production', outcome: 'succeeded' },
    dimensions: ['service'],
  }),
  unit: () => 'd',
  precision: 1,
  direction: 'up',
  settlingDays: 0,
  needs: () => [needs('deployment', 'service', inProduction, 'outcome', 'finishedAt')],
  trap: 'Ten deployments on one day are one deployment day; a week without any counts as 0, a week that was not collected not at all.',
};

function leadTime(percentile: 50 | 90): StandardMetric {
  return {
    ...base,
    key: `change-lead-time-${percentile === 50 ? 'median' : 'p90'}`,
    title: `Change lead time, ${percentile === 50 ? 'median' : '90th percentile'}`,
    description: `Time from the first commit of a deployment to its end in production, ${percentile === 50 ? 'median' : '90th percentile'}.`,
    wording: {
      marketing:
        percentile === 50
          ? 'How long a change typically takes to reach customers.'
          : 'How long nine out of ten changes take at most.',
      it: 'firstCommitAt → finishedAt of succeeded production deployments, pooled; zero and negative times are left out and counted.',
    },
    formula: () => ({
      kind: 'percentile',
      percentile,
      stream: 'deployment',
      at: ['finishedAt'],
      from: 'firstCommitAt',
      to: 'finishedAt',
      where: { tier: 'production', outcome: 'succeeded' },
      dimensions: ['service'],
    }),
    unit: () => 'h',
    precision: 1,
    direction: 'down',
    settlingDays: 0,
    needs: () => [needs('deployment', 'service', inProduction, 'outcome', 'firstCommitAt', 'finishedAt')],
    trap: 'Lead times of zero and less come from automation: kept, they would pull the median towards nothing.',
  };
}

const changeFailRate: StandardMetric = {
  ...base,
  key: 'change-fail-rate',
  title: 'Change fail rate',
  description: 'Share of production deployments that failed, or that at least one incident is linked to.',
  wording: {
    marketing: 'How often something new breaks something.',
    it: 'Distinct deployments with a failed outcome or a linked incident ÷ deployments; links by statement, else inferred.',
  },
  formula: () => ({
    kind: 'ratio',
    stream: 'deployment',
    at: ['finishedAt'],
    where: production,
    numerator: { where: { changeFailed: true } },
    denominator: {},
    dimensions: ['service'],
  }),
  unit: () => '%',
  precision: 1,
  direction: 'down',
  settlingDays: linkDays,
  needs: () => [
    needs('deployment', 'service', inProduction, 'outcome', 'finishedAt'),
    needs('incident', 'service', 'openedAt', optional('causedBy')),
  ],
  trap: 'Incidents ÷ deployments can exceed 100 %: two incidents of one deployment are one failed deployment.',
};

function recovery(from: 'finishedAt' | 'firstIncidentAt'): StandardMetric {
  const fromDeployment = from === 'finishedAt';
  return {
    ...base,
    key: fromDeployment ? 'failed-deployment-recovery-time' : 'incident-recovery-time',
    title: fromDeployment
      ? 'Failed deployment recovery time, median'
      : 'Failed deployment recovery time from the incident, median',
    description: `Time from ${fromDeployment ? 'the end of a failed production deployment' : 'the opening of the first incident of a production deployment'} until its last incident was resolved, median.`,
    wording: {
      marketing: fromDeployment
        ? 'How long customers live with what a release broke.'
        : 'How long it takes to mend what a release broke, once it was noticed.',
      it: `${fromDeployment ? 'finishedAt of the failing deployment' : 'openedAt of its first incident'} → resolvedAt of its last; deployments with open incidents have none yet.`,
    },
    formula: () => ({
      kind: 'percentile',
      percentile: 50,
      stream: 'deployment',
      at: ['recoveredAt'],
      from,
      to: 'recoveredAt',
      where: production,
      dimensions: ['service'],
    }),
    unit: () => 'h',
    precision: 1,
    direction: 'down',
    settlingDays: linkDays,
    needs: () => [
      needs('deployment', 'service', inProduction, 'outcome', 'finishedAt'),
      needs('incident', 'service', 'openedAt', 'resolvedAt', optional('causedBy')),
    ],
    trap: 'It is one time per failed deployment, until the last of its incidents is resolved; the noticing is part of the first figure.',
  };
}

const reworkRate: StandardMetric = {
  ...base,
  key: 'deployment-rework-rate',
  title: 'Deployment rework rate',
  description: 'Share of production deployments that were not planned and followed an incident of their service.',
  wording: {
    marketing: 'How much of what goes live repairs what went live before.',
    it: 'planned = false, at most the reach of links after an incident opened ÷ deployments of which the source says planned or not.',
  },
  formula: () => ({
    kind: 'ratio',
    stream: 'deployment',
    at: ['finishedAt'],
    where: { ...production, planned: { present: true } },
    numerator: { where: { planned: false, afterIncident: true } },
    denominator: {},
    dimensions: ['service'],
  }),
  unit: () => '%',
  precision: 1,
  direction: 'down',
  settlingDays: linkDays,
  needs: () => [
    needs('deployment', 'service', inProduction, 'outcome', 'finishedAt', 'planned'),
    needs('incident', 'service', 'openedAt'),
  ],
  trap: 'Where a source does not say planned or not, the rate is absent: taking unknown for planned would show a proud 0.',
};

/** Standard metrics of delivery (semantics §5). */
export const deliveryMetrics: readonly StandardMetric[] = [
  deploymentFrequency,
  deploymentDays,
  leadTime(50),
  leadTime(90),
  changeFailRate,
  recovery('finishedAt'),
  recovery('firstIncidentAt'),
  reworkRate,
];
