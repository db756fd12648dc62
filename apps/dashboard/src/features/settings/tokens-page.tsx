import type { AccessToken, AccessTokenList } from '@tandem/contracts/access';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { momentText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { useTask } from '../../ui/use-task.js';
import { SettingsNav } from './settings-page.js';
import { TokenForm } from './token-form.js';
import { TOKEN } from './token-words.js';

function stateOf({ revokedAt, expiresAt }: AccessToken): string {
  if (revokedAt !== null) return TOKEN.revoked(momentText(revokedAt));
  return expiresAt === null ? TOKEN.noEnd : TOKEN.until(momentText(expiresAt));
}

function columns(busy: boolean, revoke: (id: string) => void): readonly Column<AccessToken>[] {
  return [
    {
      title: TOKEN.token,
      cell: ({ name, prefix }) => (
        <>
          <span className="font-medium">{name}</span>
          <code className="block text-xs text-text-3">{prefix}…</code>
        </>
      ),
    },
    {
      title: TOKEN.may,
      cell: ({ scopes, sources }) =>
        sources === null ? scopes.join(', ') : TOKEN.for(scopes.join(', '), sources.join(', ')),
    },
    { title: TOKEN.madeBy, cell: ({ madeBy }) => madeBy ?? TOKEN.firstStart },
    {
      title: TOKEN.lastUsed,
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? TOKEN.never : momentText(lastUsedAt)),
    },
    { title: TOKEN.valid, cell: stateOf },
    {
      title: TOKEN.revoke,
      cell: ({ id, revokedAt, name }) =>
        revokedAt === null && (
          <button
            type="button"
            className="btn"
            disabled={busy}
            aria-label={TOKEN.revokeOne(name)}
            onClick={() => revoke(id)}
          >
            {TOKEN.revoke}
          </button>
        ),
    },
  ];
}

/** Automation: what it may do, until when, and whether it is still used. */
export default function TokensPage() {
  const list = useResource<AccessTokenList>('/tokens');
  const { busy, error, attempt } = useTask();
  const revoke = (id: string): void => {
    void attempt(async () => {
      await sendJson(`/tokens/${id}`, { method: 'DELETE' });
      invalidateResources((path) => path === '/tokens', 0);
    });
  };
  return (
    <>
      <SettingsNav />
      <PageHeading title={TOKEN.title}>
        <p className="text-sm text-text-2">{TOKEN.intro}</p>
      </PageHeading>
      <FormError error={error} />
      <Loaded resource={list} heights={[240, 160]}>
        {({ tokens }) => (
          <>
            {tokens.length === 0 ? (
              <Empty title={TOKEN.none}>{TOKEN.noneText}</Empty>
            ) : (
              <div className="mt-4">
                <DataTable caption={TOKEN.all} columns={columns(busy, revoke)} rows={tokens} rowKey={({ id }) => id} />
              </div>
            )}
            <TokenForm />
          </>
        )}
      </Loaded>
    </>
  );
}
