import { defineStandardMetric } from '@tandem/domain/catalogue/define-standard-metric';
import {
  parameterValues,
  type FieldNeed,
  type MetricFamily,
  type Need,
  type StandardMetric,
} from '@tandem/domain/catalogue/standard-metric';
import { describeFormula } from '@tandem/domain/metric/describe-formula';

const familyNames: Readonly<Record<MetricFamily, string>> = {
  service: 'Service levels',
  conversion: 'Conversion',
  delivery: 'Delivery',
};

/** One line a metric: key, title, unit, and the streams that it reads. */
export function catalogueList(metrics: readonly StandardMetric[]): string {
  const rows = metrics.map((metric) => [
    metric.key,
    metric.title,
    defineStandardMetric(metric).unit,
    needsOf(metric)
      .map((need) => ('metrics' in need ? need.metrics.join(', ') : need.stream))
      .filter((stream, index, all) => all.indexOf(stream) === index)
      .join(', '),
  ]);
  const head = ['key', 'title', 'unit', 'reads'];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${[head, ...rows].map(line).join('\n')}\n\nOne of them as YAML: npx tandem catalogue <key>\n`;
}

/** A file that adopts the metric; what can be chosen stands in it as a comment. */
export function metricToPaste(metric: StandardMetric): string {
  const definition = defineStandardMetric(metric);
  const parameters = Object.entries(metric.parameters);
  const lines = [
    `# ${metric.title}: ${metric.description}`,
    `# Formula: ${describeFormula(definition).text}; in ${definition.unit}, over ${definition.windowDays} days.`,
    ...needsOf(metric).map((need) => `# Needs ${needText(need)}.`),
    `# ${metric.trap}`,
    'version: 1',
    'metrics:',
    `  - standard: ${metric.key}`,
    `    # key: ${metric.key} # another name in addresses and files`,
    ...(parameters.length ? ['    parameters:'] : []),
    ...parameters.map(
      ([name, { standsAt, description }]) => `      ${name}: ${JSON.stringify(standsAt)} # ${description}`,
    ),
    '    # connections: [] # ids of connections, where not all that deliver the stream shall count',
    '    # owners: { marketing: <id of a person>, it: <id of a person> }',
  ];
  return `${lines.join('\n')}\n`;
}

/** The whole catalogue as a page of the documentation. */
export function catalogueMarkdown(metrics: readonly StandardMetric[]): string {
  const families = [...new Set(metrics.map(({ family }) => family))];
  const sections = families.map((family) =>
    [`## ${familyNames[family]}`, ...metrics.filter((metric) => metric.family === family).map(section)].join('\n\n'),
  );
  return `${[introduction, ...sections].join('\n\n')}\n`;
}

const introduction = `# Ready-made metrics

<!-- Printed by "npx tandem catalogue --markdown"; a test compares. -->

Each is a whole definition: adopt it under Metrics → Ready-made, or in a file with \`standard: <key>\` ([as code](as-code.md#ready-made-metrics)). An adopted
metric is one like any other: it has versions, owners and proposals, and its formula can be changed. \`GET /api/v1/catalogue\` and the page say whether
what it needs has arrived.`;

function section(metric: StandardMetric): string {
  const definition = defineStandardMetric(metric);
  const { text, exclusions } = describeFormula(definition);
  const { dimensions } = definition.formula;
  const { name, url } = metric.source;
  const facts = [
    [
      'Formula',
      `${code(text)}, in ${code(definition.unit)}; ${metric.direction === 'up' ? 'higher' : 'lower'} is better`,
    ],
    ['Leaves out', exclusions.map(code).join('; ')],
    [
      'Needs',
      needsOf(metric)
        .map((need) => needText(need, code))
        .join('; and '),
    ],
    [
      'Parameters',
      Object.entries(metric.parameters)
        .map(
          ([parameter, { description, standsAt }]) =>
            `${code(parameter)}, ${code(standsAt)} when left out: ${lowered(description)}`,
        )
        .join(' '),
    ],
    ['Sliced by', dimensions.map(code).join(', ')],
    [
      'Window',
      `${days(metric.windowDays)}; settles ${metric.settlingDays === 0 ? 'at the end of the day' : `${days(metric.settlingDays)} later`}`,
    ],
    ['Trap', metric.trap],
    ['Defined by', url === null ? name : `[${name}](${url})`],
  ];
  return [
    `### ${metric.title}`,
    `${code(metric.key)} – ${metric.description}`,
    facts
      .filter(([, fact]) => fact !== '')
      .map(([term, fact]) => `- ${term}: ${fact}`)
      .join('\n'),
  ].join('\n\n');
}

function needsOf(metric: StandardMetric): readonly Need[] {
  return metric.needs(parameterValues(metric));
}

function needText(need: Need, mark = (text: string) => text): string {
  if ('metrics' in need) return `the metric ${need.metrics.map(mark).join(', ')}`;
  const { stream, fields } = need;
  const required = fields.filter(({ optional }) => optional !== true).map((field) => mark(fieldText(field)));
  const useful = fields.filter(({ optional }) => optional === true).map((field) => mark(fieldText(field)));
  return `${mark(stream)} with ${required.join(', ')}${useful.length ? ` (and ${useful.join(', ')} where known)` : ''}`;
}

function fieldText({ field, value }: FieldNeed): string {
  return value === undefined ? field : `${field}: ${value}`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
