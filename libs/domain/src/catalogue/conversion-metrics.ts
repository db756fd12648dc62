import type { Conditions, MetricFormula, Unit } from '../metric/definition.js';
import {
  needs,
  valued,
  type Need,
  type ParameterValues,
  type StandardMetric,
  type StandardParameter,
} from './standard-metric.js';

const tandem = { name: 'Tandem, rules of conversion', url: null };
const dimensions = ['dimensions.channel', 'dimensions.device', 'dimensions.country'];

/** Web-analytics figures change for up to 72 hours, and a conversion is credited to the earlier visit's day. */
const settlingDays = 3;

function step(standsAt: string, description: string): StandardParameter {
  return { kind: 'text', description, standsAt, namesValueOf: { stream: 'funnelCount', field: 'step' } };
}

const visits = step('session', 'Name of the step that counts visits.');
const converted = step('purchase', 'Name of the step that counts as a conversion.');
const currency: StandardParameter = {
  kind: 'currency',
  description: 'The one currency that is added.',
  standsAt: 'EUR',
  namesValueOf: { stream: 'funnelCount', field: 'currency' },
};

function shareOf(numerator: Conditions, denominator: Conditions): MetricFormula {
  return {
    kind: 'ratio',
    stream: 'funnelCount',
    at: ['periodStart'],
    numerator: { sum: 'count', where: numerator },
    denominator: { sum: 'count', where: denominator },
    dimensions,
  };
}

/** Counts of one step: how many sessions, users or events reached it. */
function counts(step: string | undefined, entity: 'session' | 'user' | 'event'): Need {
  return needs('funnelCount', valued('step', step ?? ''), valued('entity', entity), 'count', 'periodStart');
}

function orders({ converted: step = '', currency: code = '' }: ParameterValues, ...fields: readonly string[]): Need {
  return needs(
    'funnelCount',
    valued('step', step),
    valued('entity', 'event'),
    ...fields,
    'revenueMinor',
    valued('currency', code),
    'periodStart',
  );
}

const base = {
  family: 'conversion',
  unit: (): Unit => '%',
  precision: 2,
  direction: 'up',
  windowDays: 7,
  settlingDays,
  source: tandem,
} as const;

const sessionConversion: StandardMetric = {
  ...base,
  key: 'session-conversion',
  title: 'Session conversion',
  description: 'Share of sessions with at least one conversion.',
  wording: {
    marketing: 'How often a visit ends in a purchase.',
    it: 'Sessions at the converted step ÷ sessions, by day of the visit.',
  },
  parameters: { visits, converted },
  formula: (values) =>
    shareOf(
      { step: values['converted'] ?? '', entity: 'session' },
      { step: values['visits'] ?? '', entity: 'session' },
    ),
  needs: (values) => [counts(values['visits'], 'session'), counts(values['converted'], 'session')],
  trap: 'A session with two conversions converts once; a conversion belongs to the day of its visit, so recent days are provisional.',
};

const userConversion: StandardMetric = {
  ...base,
  key: 'user-conversion',
  title: 'User conversion, per day',
  description: 'Share of the users of a day with at least one conversion. Answered per day and as delivered only.',
  wording: {
    marketing: 'How many of the people who came that day bought something.',
    it: 'Unique users at the converted step ÷ unique users, of one day; users of several days or slices do not add up.',
  },
  parameters: { visits: step('visit', 'Name of the step that counts visitors.'), converted },
  formula: (values) => ({
    ...shareOf({ step: values['converted'] ?? '', entity: 'user' }, { step: values['visits'] ?? '', entity: 'user' }),
    unique: 'day',
  }),
  windowDays: 1,
  needs: (values) => [counts(values['visits'], 'user'), counts(values['converted'], 'user')],
  trap: 'Unique users do not add up: somebody who came on two days, or by two devices, would be counted twice.',
};

const eventsPerSession: StandardMetric = {
  ...base,
  key: 'conversions-per-session',
  title: 'Conversions per session',
  description: 'Conversion events ÷ sessions. This is no conversion rate: one session can have several conversions.',
  wording: {
    marketing: 'How many purchases a visit brings on average; more than one is possible.',
    it: 'Events at the converted step ÷ sessions; can exceed 1.',
  },
  parameters: { visits, converted },
  formula: (values) =>
    shareOf({ step: values['converted'] ?? '', entity: 'event' }, { step: values['visits'] ?? '', entity: 'session' }),
  unit: () => 'count',
  precision: 3,
  needs: (values) => [counts(values['visits'], 'session'), counts(values['converted'], 'event')],
  trap: 'Events ÷ sessions is often sold as a conversion rate; it is named as what it is, and may exceed 1.',
};

function stepRate(
  key: string,
  title: string,
  wording: StandardMetric['wording'],
  steps: readonly [string, string],
): StandardMetric {
  return {
    ...base,
    key,
    title,
    description: 'Share of sessions that reached one step of the funnel and went on to a later one.',
    wording,
    parameters: { from: step(steps[0], 'The earlier step.'), to: step(steps[1], 'The later step.') },
    formula: (values) =>
      shareOf({ step: values['to'] ?? '', entity: 'session' }, { step: values['from'] ?? '', entity: 'session' }),
    needs: (values) => [counts(values['from'], 'session'), counts(values['to'], 'session')],
    trap: 'Both steps count the same thing, sessions; over a longer time it is sum ÷ sum, never a mean of daily rates.',
  };
}

const cartAbandonment: StandardMetric = {
  ...base,
  key: 'cart-abandonment',
  title: 'Cart abandonment',
  description: 'Share of sessions with a filled cart that ended without a purchase.',
  wording: {
    marketing: 'How often a filled cart is left behind.',
    it: '100 % − cart completion, over the same sessions.',
  },
  parameters: {
    completion: { kind: 'metric', description: 'Key of the metric of completed carts.', standsAt: 'cart-completion' },
  },
  formula: ({ completion = '' }) => ({ kind: 'derived', expression: `100 - '${completion}'`, dimensions: [] }),
  direction: 'down',
  needs: ({ completion = '' }) => [{ metrics: [completion] }],
  trap: 'It is the other side of cart completion by construction, so that the two can never disagree.',
};

const ordersIn = (values: Readonly<Record<string, string>>): Conditions => ({
  step: values['converted'] ?? '',
  entity: 'event',
  currency: values['currency'] ?? '',
});
const currencyOf = (values: Readonly<Record<string, string>>) => (values['currency'] ?? 'EUR') as Unit;

const averageOrderValue: StandardMetric = {
  ...base,
  key: 'average-order-value',
  title: 'Average order value',
  description: 'Revenue ÷ orders, in one currency.',
  wording: {
    marketing: 'What an order is worth on average.',
    it: 'Sum of revenue ÷ number of orders of the same currency.',
  },
  parameters: { converted, currency },
  formula: (values) => ({
    kind: 'ratio',
    stream: 'funnelCount',
    at: ['periodStart'],
    numerator: { sum: 'revenueMinor', where: ordersIn(values) },
    denominator: { sum: 'count', where: ordersIn(values) },
    dimensions,
  }),
  unit: currencyOf,
  needs: (values) => [orders(values, 'count')],
  trap: 'Orders of other currencies are in neither the sum nor the count; a day with few orders weighs little.',
};

const revenue: StandardMetric = {
  ...base,
  key: 'revenue',
  title: 'Revenue',
  description: 'Sum of revenue in one currency.',
  wording: {
    marketing: 'What was sold.',
    it: 'Sum of revenueMinor of orders in the stated currency, shown in whole units.',
  },
  parameters: { converted, currency },
  formula: (values) => ({
    kind: 'sum',
    stream: 'funnelCount',
    at: ['periodStart'],
    sum: 'revenueMinor',
    where: ordersIn(values),
    dimensions,
  }),
  unit: currencyOf,
  needs: (values) => [orders(values)],
  trap: 'Amounts add up within one currency only; records of another are left out, never converted or summed in silence.',
};

/** Standard metrics of conversion (semantics §4). */
export const conversionMetrics: readonly StandardMetric[] = [
  sessionConversion,
  userConversion,
  eventsPerSession,
  stepRate(
    'funnel-step-rate',
    'Funnel step rate',
    {
      marketing: 'How many who got this far take the next step.',
      it: 'Sessions at the later step ÷ sessions at the earlier.',
    },
    ['product', 'cart'],
  ),
  stepRate(
    'cart-completion',
    'Cart completion',
    { marketing: 'How many filled carts end in a purchase.', it: 'Sessions that purchase ÷ sessions with a cart.' },
    ['cart', 'purchase'],
  ),
  cartAbandonment,
  averageOrderValue,
  revenue,
];
