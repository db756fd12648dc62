import type { NoticeContent } from '../delivery-ports.js';
import type { ConfigurationStore, JobQueue } from '../ports.js';
import { readChangeBudgets, type BudgetDependencies, type ShownBudget } from './change-budgets.js';
import type { SpentBudgetStore } from './talk-ports.js';

/** Asks both sides to hold when the change budget of a joint goal is spent, once for a period. */
export function tellSpentBudgets(
  dependencies: Omit<BudgetDependencies, 'clock' | 'configuration'> & {
    readonly configuration: Pick<ConfigurationStore, 'known' | 'load'>;
    readonly budgets: SpentBudgetStore;
    readonly jobs: JobQueue;
    readonly publicUrl: string | null;
  },
) {
  const { configuration, budgets: store, jobs, publicUrl } = dependencies;
  return async (now: Date): Promise<void> => {
    const { budgets } = await readChangeBudgets({ ...dependencies, clock: () => now }).list();
    const spent = budgets.filter(({ hold }) => hold === 'hold');
    if (spent.length === 0) return;
    const known = await configuration.load();
    let sent = 0;
    for (const budget of spent) {
      const goal = known.goals.find(({ id }) => id === budget.goal.id);
      const named = new Set(Object.values(goal?.owners ?? {}));
      const people = known.people.filter(({ id, team }) => named.has(id) || (team !== undefined && named.has(team)));
      const guardrails = known.guardrails.filter(
        ({ id, metric }) => metric === budget.metric.key || (goal?.counterMetrics ?? []).includes(id),
      );
      sent += await store.tell({
        goal: budget.goal.id,
        from: budget.from,
        people: people.map(({ id }) => id),
        routes: [...new Set(guardrails.flatMap(({ routes }) => routes))],
        content: noticeOf(budget, { now, timeZone: known.organisation.timeZone, publicUrl }),
        now,
      });
    }
    if (sent > 0) await jobs.enqueue('outbox.deliver', {});
  };
}

function noticeOf(
  { goal, metric, objective, allowed, consumed, by, lastDate }: ShownBudget,
  { now, timeZone, publicUrl }: { readonly now: Date; readonly timeZone: string; readonly publicUrl: string | null },
): NoticeContent {
  return {
    kind: 'budgetSpent',
    at: now.toISOString(),
    timeZone,
    url: publicUrl === null ? null : `${publicUrl}/goals/${encodeURIComponent(goal.id)}`,
    goal: goal.title,
    metric: metric.title,
    objective: `${Math.round(objective * 100_000) / 1000}`,
    allowed: `${allowed}`,
    consumed: `${consumed}`,
    releases: `${by.releases}`,
    campaigns: `${by.campaigns}`,
    until: lastDate,
  };
}
