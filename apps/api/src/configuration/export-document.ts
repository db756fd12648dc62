import { exportConfiguration } from '@tandem/application/export-configuration';
import type { ConfigurationStore } from '@tandem/application/ports';
import { stringify } from 'yaml';

/** The whole configuration as the text of a file. */
export function exportDocument(dependencies: { readonly configuration: ConfigurationStore }) {
  const read = exportConfiguration(dependencies);
  return async (): Promise<string> => stringify(await read(), { lineWidth: 110, aliasDuplicateObjects: false });
}
