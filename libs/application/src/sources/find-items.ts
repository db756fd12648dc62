import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import type { FoundItems, ItemQuestion, Json } from '@tandem/connector-kit/connector';
import type { Connection } from '@tandem/domain/organisation/organisation';
import { InvalidInput } from '../input-errors.js';
import { connectorOf, requireAllowed, withSecrets, type TryConnectorDependencies } from './try-connector.js';
import { withoutSecrets } from './without-secrets.js';

/** Asks the tracker behind a connection, with the secrets that are stored for it. Nothing of the answer is kept. */
export function findItems(dependencies: TryConnectorDependencies) {
  return async (
    { id: source, connector: kind, settings }: Pick<Connection, 'id' | 'connector' | 'settings'>,
    question: ItemQuestion,
  ): Promise<FoundItems> => {
    const connector = connectorOf(dependencies.connectors, kind);
    const find = connector.findItems?.bind(connector);
    if (!find)
      throw new InvalidInput([
        { field: 'connection', reason: `${connector.title} has no issues that a query could find.` },
      ]);
    const given = settings as Readonly<Record<string, Json>>;
    const { whole, secrets } = await withSecrets(dependencies, connector, { id: kind, source, settings: given });
    await requireAllowed(dependencies, connector, whole);
    const clean = withoutSecrets(secrets);
    return dependencies.withContext({ source, sample: null }, async (context) => {
      try {
        return await find(connector.settings.parse(whole), question, context);
      } catch (error) {
        const { message, hint } = classifyFailure(error, 'What the query finds');
        throw new InvalidInput([{ field: 'query', reason: clean(`${message} ${hint}`) }]);
      }
    });
  };
}
