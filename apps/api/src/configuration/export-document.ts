import { exportConfiguration } from '@tandem/application/export-configuration';
import type { ConfigurationStore } from '@tandem/application/ports';
import { yamlText } from './yaml-text.js';

/** The whole configuration as the text of a file. */
export function exportDocument(dependencies: { readonly configuration: ConfigurationStore }) {
  const read = exportConfiguration(dependencies);
  return async (): Promise<string> => yamlText(await read());
}
