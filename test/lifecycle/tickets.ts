import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RecordsAnswer } from '@tandem/contracts/metrics';
import type { SourceList } from '@tandem/contracts/sources';
import { until } from '../product/start-product.js';
import type { TandemProcess } from './tandem-process.js';

export const opened = {
  key: 'opened',
  title: 'Opened tickets',
  description: 'Tickets by the day on which they were opened.',
  unit: 'count',
  precision: 0,
  direction: 'down',
  formula: { kind: 'count', stream: 'slaCycle', at: ['startedAt'] },
};

/** A small source with a metric, read to its end. */
export async function importTickets(tandem: TandemProcess, directory: string): Promise<void> {
  const file = path.join(path.dirname(directory), 'tickets.csv');
  const rows = Array.from(
    { length: 200 },
    (_, index) => `t${index},2026-09-${String(1 + (index % 28)).padStart(2, '0')}`,
  );
  await writeFile(file, ['id,opened', ...rows, ''].join('\n'));
  const document = {
    version: 1,
    organisation: { name: 'Lifecycle', timeZone: 'UTC', weekStartsOn: 'monday' },
    connections: [
      {
        id: 'tickets',
        name: 'Tickets',
        connector: 'file',
        expectedEvery: '7d',
        settings: {
          location: { path: file },
          mappings: [
            {
              stream: 'slaCycle',
              fields: {
                ticket: 'id',
                measure: { constant: 'resolution' },
                startedAt: 'opened',
                state: { constant: 'running' },
              },
              naturalKey: { columns: ['id'] },
            },
          ],
        },
      },
    ],
    metrics: [opened],
  };
  await tandem.post('/api/v1/configuration', { file: 'tickets.yaml', text: JSON.stringify(document) });
  await until('the tickets were read', async () => {
    const [source] = (await tandem.get<SourceList>('/api/v1/sources')).sources;
    if (source?.lastRun?.state === 'failed') throw new Error(source.lastRun.error?.message);
    return source?.lastRun?.state === 'succeeded' ? true : null;
  });
}

export const openedIn = async (tandem: TandemProcess) =>
  (await tandem.get<RecordsAnswer>('/api/v1/metrics/opened/records?from=2026-09-01&to=2026-10-01&limit=1')).observation;
