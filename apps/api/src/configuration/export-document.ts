import { exportConfiguration } from '@tandem/application/export-configuration';
import type { ConfigurationStore } from '@tandem/application/ports';
import type { WrittenAgreement } from '@tandem/domain/review/notice-agreement';
import { yamlText } from './yaml-text.js';

/** The whole configuration as the text of a file, with the agreements that are in force. */
export function exportDocument(dependencies: {
  readonly configuration: ConfigurationStore;
  readonly agreements?: () => Promise<readonly WrittenAgreement[]>;
}) {
  const read = exportConfiguration(dependencies);
  return async (): Promise<string> => {
    const [document, agreements] = await Promise.all([read(), dependencies.agreements?.() ?? []]);
    return yamlText({ ...document, ...(agreements.length === 0 ? {} : { agreements }) });
  };
}
