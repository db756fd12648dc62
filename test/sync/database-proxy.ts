import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What passes between a worker and its database: a statement on its way, or the answer to a commit on its way back. */
export type Passing = 'statement' | 'commit' | 'committed';

export interface DatabaseProxy {
  readonly url: string;
  /** Asked before anything passes; false cuts the connection there. */
  watch: (passing: Passing) => boolean;
  close(): Promise<void>;
}

const commitQuery = /^Q....commit/is;
const commitDone = /C....COMMIT\0/s;

/** Stands between a worker and PostgreSQL and can cut at any statement, before it arrives or before its answer does. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    const both = [client, upstream];
    const cut = () => both.forEach((socket) => socket.destroy());
    for (const socket of both) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    client.on('data', (data: Buffer) => {
      const passing = commitQuery.test(data.toString('latin1', 0, 20)) ? 'commit' : 'statement';
      if (proxy.watch(passing)) upstream.write(data);
      else cut();
    });
    upstream.on('data', (data: Buffer) => {
      if (!commitDone.test(data.toString('latin1')) || proxy.watch('committed')) client.write(data);
      else cut();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const proxy: DatabaseProxy = {
    url: url.href,
    watch: () => true,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return proxy;
}
