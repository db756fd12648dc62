export interface StoreChange {
  /** `toJudge`: guardrails of these metrics are to be judged; no page shows that. */
  readonly kind: 'observations' | 'alerts' | 'sources' | 'configuration' | 'reviews' | 'notes' | 'toJudge';
  readonly keys: readonly string[];
  readonly at: Date;
}

/** Each workspace is told of its own changes only. */
export function changeChannel(workspace: string): string {
  return `tandem_change_${workspace}`;
}

/** PostgreSQL refuses payloads of 8,000 bytes and more; a change of very many keys is told as a change of all. */
const payloadLimit = 7_000;

/** A client of `pg` or a manager of TypeORM: whatever holds the transaction. */
interface TransactionClient {
  query(statement: string, values: string[]): Promise<unknown>;
}

/** Tells every listening process what this transaction changed; delivered only when it commits. */
export async function notifyChange(client: TransactionClient, change: StoreChange): Promise<void> {
  const message = (keys: readonly string[]) => JSON.stringify({ kind: change.kind, keys, at: change.at.toISOString() });
  const full = message(change.keys);
  await client.query(`select pg_notify('${changeChannel('')}' || current_setting('tandem.workspace'), $1)`, [
    Buffer.byteLength(full) < payloadLimit ? full : message([]),
  ]);
}
