import { standardMetricChoice } from '@tandem/contracts/configuration-document';
import { defineStandardMetric, type StandardMetricChoice } from '@tandem/domain/catalogue/define-standard-metric';
import type { StandardMetric, StandardParameter } from '@tandem/domain/catalogue/standard-metric';
import { standardMetricKeys, standardMetricNamed, standardMetrics } from '@tandem/domain/catalogue/standard-metrics';
import { didYouMean } from './did-you-mean.js';
import { documentIssueSentence } from './document-issue-sentence.js';
import type { Path } from './yaml-document.js';

interface Fault {
  readonly path: Path;
  readonly reason: string;
}

/**
 * Completes the metrics of a file that are adopted from the catalogue: those with `standard` and without a formula of their own. Everything
 * else stays as it is written. What is wrong with an adoption is told where it stands; the thing is then left to nobody else to complain of.
 */
export function expandStandardMetrics(document: unknown): {
  readonly value: unknown;
  readonly faults: readonly Fault[];
} {
  if (!isObject(document) || !Array.isArray(document['metrics'])) return { value: document, faults: [] };
  const faults: Fault[] = [];
  const metrics: unknown[] = [];
  const metricsOfFile: readonly unknown[] = document['metrics'];
  for (const [index, item] of metricsOfFile.entries()) {
    if (!isObject(item) || item['standard'] === undefined || item['formula'] !== undefined) {
      metrics.push(item);
      continue;
    }
    const adopted = adopt(item, ['metrics', index]);
    faults.push(...adopted.faults);
    metrics.push(adopted.metric);
  }
  return { value: { ...document, metrics }, faults };
}

function adopt(item: Readonly<Record<string, unknown>>, path: Path): { metric: unknown; faults: readonly Fault[] } {
  const key = item['standard'];
  const standard = typeof key === 'string' ? standardMetricNamed(key) : null;
  // A placeholder keeps the places of the others in the list; its faults have been told.
  const refused = (faults: readonly Fault[]) => ({ metric: placeholder(item, standard), faults });
  if (standard === null) {
    const hint = didYouMean(String(key), standardMetricKeys) || '; "npx tandem catalogue" lists them';
    return refused([{ path: [...path, 'standard'], reason: `there is no standard metric "${String(key)}"${hint}` }]);
  }
  const read = standardMetricChoice.safeParse(item, { error: documentIssueSentence });
  if (!read.success) {
    return refused(
      read.error.issues.map((issue) => ({
        path: [...path, ...issue.path.filter((step) => typeof step !== 'symbol')],
        reason: issue.message,
      })),
    );
  }
  const { standard: _key, ...choice } = read.data;
  const wrong = parameterFaults(standard, choice.parameters ?? {}, [...path, 'parameters']);
  if (wrong.length) return refused(wrong);
  return { metric: defineStandardMetric(standard, defined(choice)), faults: [] };
}

function placeholder({ key }: Readonly<Record<string, unknown>>, standard: StandardMetric | null): unknown {
  const any = standard ?? standardMetrics[0];
  return any ? { ...defineStandardMetric(any), ...(typeof key === 'string' ? { key } : {}) } : {};
}

const fitting: Readonly<Record<StandardParameter['kind'], { readonly pattern: RegExp; readonly expected: string }>> = {
  text: { pattern: /^[^'"\p{Cc}]{1,200}$/u, expected: 'a name without quotes' },
  share: { pattern: /^0\.\d{1,9}$/, expected: 'a share between 0 and 1, such as 0.995' },
  currency: { pattern: /^[A-Z]{3}$/, expected: 'a currency such as EUR' },
  metric: { pattern: /^[a-z0-9][a-z0-9._-]{0,99}$/, expected: 'the key of a metric' },
};

function parameterFaults(standard: StandardMetric, given: Readonly<Record<string, string>>, path: Path): Fault[] {
  const known = Object.keys(standard.parameters);
  return Object.entries(given).flatMap(([name, value]) => {
    const parameter = standard.parameters[name];
    if (parameter === undefined) {
      const list = known.length ? `it has: ${known.join(', ')}` : 'it has none';
      return [{ path: [...path, name], reason: `is no parameter of ${standard.key}; ${list}` }];
    }
    const { pattern, expected } = fitting[parameter.kind];
    const fits = pattern.test(value) && !(parameter.kind === 'share' && Number(value) === 0);
    return fits ? [] : [{ path: [...path, name], reason: `must be ${expected}` }];
  });
}

function defined(choice: object): StandardMetricChoice {
  return Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
