import { reminderDue } from '@tandem/domain/decision/action';
import { ownerNamed } from '@tandem/domain/organisation/owner';
import type { NoticeContent } from '../delivery-ports.js';
import type { ConfigurationStore, JobQueue } from '../ports.js';
import type { ActionStore } from './action-ports.js';

/** Reminds the owners of open actions before and after their day; each reminder is sent once, whoever else looks at the same time. */
export function remindOfActions({
  configuration,
  actions,
  jobs,
  publicUrl,
}: {
  readonly configuration: Pick<ConfigurationStore, 'load'>;
  readonly actions: Pick<ActionStore, 'list' | 'remind'>;
  readonly jobs: JobQueue;
  readonly publicUrl: string | null;
}) {
  return async (now: Date): Promise<void> => {
    const open = await actions.list({ onlyOpen: true });
    if (open.length === 0) return;
    const known = await configuration.load();
    const { timeZone } = known.organisation;
    let sent = 0;
    for (const action of open) {
      const reminder = reminderDue(action, now, timeZone);
      const last = action.steps.findLast(({ step }) => step === 'remind')?.at ?? null;
      if (reminder === null || (last !== null && last >= reminder.at)) continue;
      const people = known.people.filter(({ id, team }) => id === action.owner || team === action.owner);
      const content: NoticeContent = {
        kind: 'actionReminder',
        at: now.toISOString(),
        timeZone,
        url: publicUrl === null ? null : `${publicUrl}/decisions#actions`,
        reminder: reminder.kind,
        action: action.title,
        due: action.due,
        owner: ownerNamed(action.owner, known)?.name ?? action.owner,
      };
      sent += await actions.remind(action.id, { ...reminder, now, people: people.map(({ id }) => id), content });
    }
    if (sent > 0) await jobs.enqueue('outbox.deliver', {});
  };
}
