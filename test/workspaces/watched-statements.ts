import { setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';

type Asking = (this: unknown, ...asked: unknown[]) => unknown;
type Done = (error: Error | null, result?: Answered) => void;
interface Answered {
  readonly rows?: readonly unknown[];
  readonly rowCount?: number | null;
}

/**
 * What a piece of work asked of PostgreSQL, on all connections of this process: each statement with how many rows it brought and counted, also those that
 * were still on their way when the work had its answer. Connections take turns as they please, so their order says nothing.
 */
export async function statementsOf<T>(
  work: () => Promise<T>,
): Promise<{ readonly answer: T; readonly done: string[] }> {
  const client = pg.Client.prototype as unknown as { query: Asking };
  const pool = pg.Pool.prototype as unknown as { connect: Asking };
  const { query } = client;
  const { connect } = pool;
  const done: string[] = [];
  let open = 0;
  client.query = counted(
    query,
    (end) => (open += end ? -1 : 1),
    (asked, { rows, rowCount }) => done.push(`${textOf(asked)} → ${rows?.length ?? 0} rows, ${rowCount ?? 0} counted`),
  );
  // Whoever waits for a connection has a statement to come.
  pool.connect = counted(connect, (end) => (open += end ? -1 : 1));
  try {
    const answer = await work();
    for (let quietTurns = 0; quietTurns < 3; quietTurns = open === 0 ? quietTurns + 1 : 0) await nextTurn();
    return { answer, done: done.sort() };
  } finally {
    client.query = query;
    pool.connect = connect;
  }
}

/** The same function, which tells of each call when it begins and ends; it is answered by callback or by promise, as `pg` is. */
function counted(
  original: Asking,
  count: (end: boolean) => void,
  answered: (asked: unknown, result: Answered) => void = () => undefined,
): Asking {
  return function watched(...asked) {
    const last = asked.at(-1);
    if (typeof last === 'function') {
      count(false);
      const told = (...given: Parameters<Done>) => {
        count(true);
        if (given[1]) answered(asked[0], given[1]);
        (last as Done)(...given);
      };
      return original.apply(this, [...asked.slice(0, -1), told]);
    }
    const answering = original.apply(this, asked);
    if (!(answering instanceof Promise)) return answering;
    count(false);
    return answering
      .then((result: Answered) => {
        answered(asked[0], result);
        return result;
      })
      .finally(() => count(true));
  };
}

function textOf(asked: unknown): string {
  if (typeof asked === 'string') return asked;
  return typeof asked === 'object' && asked !== null && 'text' in asked ? String(asked.text) : 'a stream';
}
