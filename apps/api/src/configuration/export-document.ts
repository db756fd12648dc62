import { exportConfiguration } from '@tandem/application/export-configuration';
import type { ConfigurationStore } from '@tandem/application/ports';
import { Document, isScalar, visit } from 'yaml';

/** The whole configuration as the text of a file. */
export function exportDocument(dependencies: { readonly configuration: ConfigurationStore }) {
  const read = exportConfiguration(dependencies);
  return async (): Promise<string> => {
    const document = new Document(await read(), { aliasDuplicateObjects: false });
    visit(document, {
      // Names and instants read best in one line, the way people write them.
      Seq: (_key, list) => {
        list.flow = list.items.every((item) => isScalar(item));
      },
    });
    return document.toString({ lineWidth: 110, flowCollectionPadding: false });
  };
}
