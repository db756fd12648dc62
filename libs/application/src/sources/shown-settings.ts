import type { Connector } from '@tandem/connector-kit/connector';
import { secretPaths } from '@tandem/connector-kit/settings/setting-fields';

/**
 * Asks a declaration about stored settings, in which a word stands for each secret. Where only such a word does not fit (a key that has to be JSON), the
 * settings are taken as they stand.
 *
 * @returns null where the settings fit no more, or where the declaration cannot say it without the secret
 */
export function askDeclaration<Answer>(
  connector: Connector | undefined,
  settings: Readonly<Record<string, unknown>>,
  ask: (connector: Connector, settings: unknown) => Answer,
): Answer | null {
  const read = connector?.settings.safeParse(settings);
  if (!connector || !read) return null;
  if (read.success) return ask(connector, read.data);
  const secrets = secretPaths(connector.settings).map((place) => place.split('.'));
  const isSecret = (path: readonly PropertyKey[]) =>
    secrets.some(
      (place) => place.length <= path.length && place.every((step, at) => step === '*' || step === path[at]),
    );
  if (!read.error.issues.every(({ path }) => isSecret(path))) return null;
  try {
    return ask(connector, settings);
  } catch (error) {
    if (error instanceof TypeError) return null; // A default that only parsing would have set.
    throw error;
  }
}
