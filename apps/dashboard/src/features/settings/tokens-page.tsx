import type { AccessToken, AccessTokenList } from '@tandem/contracts/access';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { dateText, timeText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { useTask } from '../../ui/use-task.js';
import { TokenForm } from './token-form.js';

function stateOf({ revokedAt, expiresAt }: AccessToken): string {
  if (revokedAt !== null) return `revoked ${dateText(revokedAt, 'UTC')}`;
  return expiresAt === null ? 'no end' : `until ${dateText(expiresAt, 'UTC')}`;
}

function columns(busy: boolean, revoke: (id: string) => void): readonly Column<AccessToken>[] {
  return [
    {
      title: 'Token',
      cell: ({ name, prefix }) => (
        <>
          <span className="font-medium">{name}</span>
          <code className="block text-xs text-text-3">{prefix}…</code>
        </>
      ),
    },
    {
      title: 'May',
      cell: ({ scopes, sources }) => `${scopes.join(', ')}${sources === null ? '' : ` for ${sources.join(', ')}`}`,
    },
    { title: 'Made by', cell: ({ madeBy }) => madeBy ?? 'the first start' },
    {
      title: 'Last used',
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : `${timeText(lastUsedAt, 'UTC')} UTC`),
    },
    { title: 'Valid', cell: stateOf },
    {
      title: 'Revoke',
      cell: ({ id, revokedAt, name }) =>
        revokedAt === null && (
          <button
            type="button"
            className="btn"
            disabled={busy}
            aria-label={`Revoke ${name}`}
            onClick={() => revoke(id)}
          >
            Revoke
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
      <PageHeading title="Tokens">
        <p className="text-sm text-text-2">
          For programs: sent as “Authorization: Bearer …”. A token never does more than whoever made it may.
        </p>
      </PageHeading>
      <FormError error={error} />
      <Loaded resource={list} heights={[240, 160]}>
        {({ tokens }) => (
          <>
            {tokens.length === 0 ? (
              <Empty title="No tokens yet">Make one below for what sends records or applies configuration.</Empty>
            ) : (
              <div className="mt-4">
                <DataTable caption="All tokens" columns={columns(busy, revoke)} rows={tokens} rowKey={({ id }) => id} />
              </div>
            )}
            <TokenForm />
          </>
        )}
      </Loaded>
    </>
  );
}
