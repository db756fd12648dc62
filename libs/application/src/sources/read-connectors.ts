import type { Connector } from '@tandem/connector-kit/connector';
import { settingFields } from '@tandem/connector-kit/settings/setting-fields';

/** Every kind of source with the form of its settings, all of it from the declarations. */
export function readConnectors({ connectors }: { readonly connectors: readonly Connector[] }) {
  return () => ({
    connectors: connectors.map((connector) => ({
      id: connector.id,
      title: connector.title,
      isPushed: connector.isPushed === true,
      takesFiles: connector.takesUploads !== undefined,
      canDiscover: connector.discover !== undefined,
      fields: settingFields(connector.settings).map(({ choices, onlyWith, ...field }) => ({
        ...field,
        choices: choices && [...choices],
        onlyWith: onlyWith && { field: onlyWith.field, is: [...onlyWith.is] },
      })),
    })),
  });
}
