import type { OpenSession, SessionList } from '@tandem/contracts/access';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { useNow } from '../../navigation/use-now.js';
import { durationText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { useTask } from '../../ui/use-task.js';
import { ACCOUNT } from './account-words.js';

/** "Chrome on Linux", as far as a browser says what it is. */
function browserText(agent: string): string {
  const browser = /Edg/.test(agent)
    ? 'Edge'
    : /Firefox/.test(agent)
      ? 'Firefox'
      : /Chrome/.test(agent)
        ? 'Chrome'
        : /Safari/.test(agent)
          ? 'Safari'
          : ACCOUNT.sessions.anotherClient;
  const system = /iPhone|iPad/.test(agent)
    ? 'iOS'
    : /Android/.test(agent)
      ? 'Android'
      : /Windows/.test(agent)
        ? 'Windows'
        : /Mac OS/.test(agent)
          ? 'macOS'
          : /Linux/.test(agent)
            ? 'Linux'
            : null;
  return system === null ? browser : ACCOUNT.sessions.on(browser, system);
}

/** Where one is signed in, and the way out of each. */
export function SessionsPanel() {
  const list = useResource<SessionList>('/account/sessions');
  const now = useNow();
  const { busy, error, attempt } = useTask();
  const end = (path: string): void => {
    void attempt(async () => {
      await sendJson(path, { method: 'DELETE' });
      invalidateResources((other) => other.startsWith('/account'), 0);
    });
  };
  const columns: readonly Column<OpenSession>[] = [
    {
      title: ACCOUNT.sessions.browser,
      cell: ({ agent, isThis }) => (isThis ? ACCOUNT.sessions.thisOne(browserText(agent)) : browserText(agent)),
    },
    { title: ACCOUNT.sessions.address, cell: ({ address }) => <span className="num">{address}</span> },
    {
      title: ACCOUNT.sessions.lastSeen,
      cell: ({ lastSeenAt }) => ACCOUNT.sessions.ago(durationText(now - Date.parse(lastSeenAt))),
    },
    { title: ACCOUNT.sessions.endsWithin, cell: ({ expiresAt }) => durationText(Date.parse(expiresAt) - now) },
    {
      title: ACCOUNT.sessions.endIt,
      cell: ({ id, isThis }) =>
        isThis ? null : (
          <button type="button" className="btn" disabled={busy} onClick={() => end(`/account/sessions/${id}`)}>
            {ACCOUNT.sessions.signOut}
          </button>
        ),
    },
  ];
  return (
    <section className="mt-6" aria-labelledby="sessions">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="sessions" className="text-lg font-semibold">
          {ACCOUNT.sessions.title}
        </h2>
        <button type="button" className="btn" disabled={busy} onClick={() => end('/account/sessions')}>
          {ACCOUNT.sessions.everywhere}
        </button>
      </div>
      <FormError error={error} />
      <Loaded resource={list} heights={[120]}>
        {({ sessions }) => (
          <div className="mt-2">
            <DataTable caption={ACCOUNT.sessions.caption} columns={columns} rows={sessions} rowKey={({ id }) => id} />
          </div>
        )}
      </Loaded>
    </section>
  );
}
