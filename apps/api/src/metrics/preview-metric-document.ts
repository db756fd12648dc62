import { ConfigurationRejected } from '@tandem/application/apply-configuration';
import { InvalidInput } from '@tandem/application/input-errors';
import type { previewNewMetric } from '@tandem/application/preview-new-metric';
import type { NewMetricBody } from '@tandem/contracts/metric-form';
import { reasonSentence } from '../configuration/reason-sentence.js';
import { readConfigurationDocument, type ReadDocumentOptions } from '../configuration/read-configuration-document.js';
import { fieldOfThing } from '../configuration/thing-use-cases.js';
import { readYaml, type Path, type YamlDocument } from '../configuration/yaml-document.js';

type Preview = ReturnType<typeof previewNewMetric>;

/** Previews a metric as somebody writes it, and tells every fault by its field, or by its line where the formula is given as text. */
export function previewMetricDocument({
  preview,
  ...options
}: ReadDocumentOptions & { readonly preview: Preview }): (body: NewMetricBody) => ReturnType<Preview> {
  return async ({ thing, formulaText }) => {
    const yaml = formulaText === undefined ? null : formulaIn(formulaText);
    const metric = yaml === null ? thing : { ...thing, formula: yaml.value };
    const document = readConfigurationDocument(JSON.stringify({ version: 1, metrics: [metric] }), options);
    const issueAt = (path: Path, reason: string) => issueOf(path, reason, yaml);
    if (document.issues.length)
      throw new InvalidInput(document.issues.map(({ path, reason }) => issueAt(path.slice(2), reason)));
    const [definition] = document.part.metrics ?? [];
    if (definition === undefined) throw new InvalidInput([{ field: 'metric', reason: 'is missing' }]);
    try {
      return await preview(definition);
    } catch (error) {
      if (!(error instanceof ConfigurationRejected)) throw error;
      throw new InvalidInput(error.issues.map(({ path, reason }) => issueAt(path, reasonSentence(reason))));
    }
  };
}

function formulaIn(text: string): YamlDocument {
  const yaml = readYaml(text, { empty: 'the formula is empty: begin with a kind, such as "kind: count"' });
  if (yaml.value !== undefined && yaml.issues.length === 0) return yaml;
  throw new InvalidInput(
    yaml.issues.map(({ reason, position }) => ({ field: 'formulaText', reason, ...(position ?? {}) })),
  );
}

function issueOf(path: Path, reason: string, yaml: YamlDocument | null): InvalidInput['issues'][number] {
  const position = yaml !== null && path[0] === 'formula' ? yaml.positionOf(path.slice(1)) : null;
  const field = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return { field: fieldOfThing('metric', `metrics[0]${field}`), reason, ...(position ?? {}) };
}
