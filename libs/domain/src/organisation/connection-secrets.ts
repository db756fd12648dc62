import type { Connection } from './organisation.js';

/** What is wrong with secrets of a connection that a file keeps as they are. */
export type SecretFault =
  | { readonly code: 'connectionSecretMissing'; readonly place: string }
  | { readonly code: 'connectionSecretForOtherReceiver'; readonly place: string };

/** The connection with each secret that it keeps; what is not stored stays among the kept, which `secretFaults` refuses. */
export function withStoredSecrets(connection: Connection, stored: readonly Connection[]): Connection {
  const { secrets } = connection;
  if (secrets === undefined) return connection;
  const before = storedSecrets(connection, stored)?.given ?? {};
  const found = secrets.kept.filter((place) => Object.hasOwn(before, place));
  const given = { ...Object.fromEntries(found.map((place) => [place, before[place] ?? ''])), ...secrets.given };
  const inOrder = Object.fromEntries(Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    ...connection,
    secrets: { ...secrets, given: inOrder, kept: secrets.kept.filter((place) => !found.includes(place)) },
  };
}

/**
 * `unchanged` keeps a stored secret for the receiver that it was given for: for another one it has to be given again, or whoever may change an
 * address could have it sent to themselves.
 */
export function secretFaults(connection: Connection, stored: readonly Connection[]): readonly SecretFault[] {
  const { secrets } = connection;
  if (secrets === undefined) return [];
  const before = storedSecrets(connection, stored);
  return secrets.kept.flatMap((place): SecretFault[] => {
    if (!before || !Object.hasOwn(before.given, place)) return [{ code: 'connectionSecretMissing', place }];
    const isSame = JSON.stringify(before.receiver) === JSON.stringify(secrets.receiver);
    return isSame ? [] : [{ code: 'connectionSecretForOtherReceiver', place }];
  });
}

/** Those of another connector were given for something else. */
function storedSecrets({ id, connector }: Connection, stored: readonly Connection[]) {
  return stored.find((candidate) => candidate.id === id && candidate.connector === connector)?.secrets;
}
