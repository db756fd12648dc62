import type { AlertHandling, SilenceItem } from '@tandem/contracts/alert-handling';
import type { AlertItem, AlertPage } from '@tandem/contracts/alerts';
import { alertActs, alertHandlings, listSilences } from '@tandem/kpi-store/queries/alert-handling';
import { alertPage } from '@tandem/kpi-store/queries/alert-page';
import { listAlerts, type AlertItemRow, type AlertQuery } from '@tandem/kpi-store/queries/list-alerts';
import type { Database } from '@tandem/kpi-store/database';

type Pool = Database['pool'];

/** @param asKnownAt the time that is asked about; null for the present */
export async function alertItems(
  pool: Pool,
  query: AlertQuery,
  now: Date,
  asKnownAt: Date | null = null,
): Promise<AlertItem[]> {
  return withHandling(pool, await listAlerts(pool, query, asKnownAt), asKnownAt ?? now, asKnownAt !== null);
}

export async function alertPageOf(pool: Pool, id: string, now: Date): Promise<AlertPage | null> {
  const page = await alertPage(pool, id);
  if (page === null) return null;
  const [[alert], acts, silences] = await Promise.all([
    withHandling(pool, [page.alert], now),
    alertActs(pool, id),
    listSilences(pool, id),
  ]);
  return alert ? { ...page, alert, acts: [...acts], silences: silences.map((one): SilenceItem => ({ ...one })) } : null;
}

async function withHandling(
  pool: Pool,
  alerts: readonly AlertItemRow[],
  now: Date,
  isPast = false,
): Promise<AlertItem[]> {
  const handlings = await alertHandlings(
    pool,
    alerts.map(({ id }) => id),
    now,
    isPast,
  );
  return alerts.flatMap((alert): AlertItem[] => {
    const handling: AlertHandling | undefined = handlings.get(alert.id);
    return handling ? [{ ...alert, handling }] : [];
  });
}
