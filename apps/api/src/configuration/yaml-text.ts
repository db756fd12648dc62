import { Document, isScalar, visit } from 'yaml';

/** Plain data as the YAML that people would write by hand. */
export function yamlText(thing: Readonly<Record<string, unknown>>): string {
  const document = new Document(thing, { aliasDuplicateObjects: false });
  visit(document, {
    // Names and instants read best in one line, the way people write them.
    Seq: (_key, list) => {
      list.flow = list.items.every((item) => isScalar(item));
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: false });
}
