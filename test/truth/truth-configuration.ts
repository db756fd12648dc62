import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse, stringify } from 'yaml';

const root = path.resolve(import.meta.dirname, '../..');
const demo = 'apps/tandem/demo';

interface FileConnection {
  readonly id: string;
  readonly settings: { location: { path: string } };
}

/** The recorded data without moved dates, with the metrics whose values are known. `locate` may put a connection's file elsewhere. */
export async function truthConfiguration(locate?: (connectionId: string, file: string) => string): Promise<string> {
  const connections = await load<{ connections: FileConnection[] }>(`${demo}/connections.yaml`);
  const metrics = await load<{ metrics: object[] }>('test/truth/truth-metrics.yaml');
  for (const { id, settings } of connections.connections) {
    const file = `${demo}/${settings.location.path}`;
    settings.location.path = locate?.(id, path.join(root, file)) ?? file;
  }
  return stringify(
    {
      version: 1,
      // The values are asked as they were known while the data came in; what they mean was settled before.
      knownSince: '2015-01-01',
      organisation: { name: 'Truth', timeZone: 'UTC', weekStartsOn: 'monday' },
      ...connections,
      ...metrics,
    },
    { aliasDuplicateObjects: false },
  );
}

async function load<T>(file: string): Promise<T> {
  return parse(await readFile(path.join(root, file), 'utf8'), { merge: true }) as T;
}
