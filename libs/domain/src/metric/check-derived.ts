import type { DefinitionIssue } from './definition-issue.js';
import type { MetricDefinition } from './definition.js';
import { inputsOf } from './derived-inputs.js';

type Counted = Pick<MetricDefinition, 'key' | 'formula'>;

/**
 * Checks what a formula over metrics needs of the others: that they exist, that it does not lead back to itself, and that it is sliced only
 * by dimensions that all of them have. Nothing for other kinds.
 *
 * @param metrics every metric, with the one that is checked
 * @param unreadable keys of metrics that are there but could not be read; a reference to one of them is no fault
 */
export function checkDerived(
  metric: Counted,
  metrics: readonly Counted[],
  unreadable: readonly string[] = [],
): readonly DefinitionIssue[] {
  const { formula } = metric;
  if (formula.kind !== 'derived') return [];
  const byKey = new Map(metrics.map((one) => [one.key, one]));
  const inputs = inputsOf(formula);
  const known = [...byKey.keys()].filter((key) => key !== metric.key);
  const unknown = inputs
    .filter((key) => !byKey.has(key) && !unreadable.includes(key))
    .map((key): DefinitionIssue => ({ path: ['formula', 'expression'], reason: { code: 'inputUnknown', key, known } }));
  const cycle = cycleFrom(metric.key, byKey);
  if (cycle) return [...unknown, { path: ['formula', 'expression'], reason: { code: 'inputCycle', keys: cycle } }];
  return [
    ...unknown,
    ...dimensionIssues(
      formula.dimensions,
      inputs.flatMap((key) => byKey.get(key) ?? []),
    ),
  ];
}

function dimensionIssues(dimensions: readonly string[], inputs: readonly Counted[]): DefinitionIssue[] {
  const [first] = inputs;
  const shared = (first?.formula.dimensions ?? []).filter((name) =>
    inputs.every(({ formula }) => formula.dimensions.includes(name)),
  );
  return dimensions.flatMap((name, index) => {
    const lacking = inputs.find(({ formula }) => !formula.dimensions.includes(name));
    if (!lacking) return [];
    const reason = { code: 'dimensionNotShared', name, missingFrom: lacking.key, shared } as const;
    return [{ path: ['formula', 'dimensions', index], reason }];
  });
}

/** The shortest way from a metric back to itself, both ends included; null when there is none. */
function cycleFrom(key: string, byKey: ReadonlyMap<string, Counted>): readonly string[] | null {
  const from = new Map<string, string>();
  let frontier = [key];
  while (frontier.length) {
    const next: string[] = [];
    for (const reached of frontier) {
      const metric = byKey.get(reached);
      for (const input of metric ? inputsOf(metric.formula) : []) {
        if (input === key) return [...wayTo(reached, from), key];
        if (!from.has(input)) {
          from.set(input, reached);
          next.push(input);
        }
      }
    }
    frontier = next;
  }
  return null;
}

function wayTo(key: string, from: ReadonlyMap<string, string>): string[] {
  const way = [key];
  for (let before = from.get(key); before !== undefined; before = from.get(before)) way.unshift(before);
  return way;
}
