import type { NoticeContent } from '@tandem/application/delivery-ports';
import type { VerdictOccasion } from '@tandem/application/initiatives/initiative-ports';
import type { Initiative } from '@tandem/domain/initiative/initiative';
import type pg from 'pg';

type ReturnedNotice = Extract<NoticeContent, { readonly kind: 'initiativeReturned' }>;

/** What came back to the gate, by which verdict, and why. */
interface Returned {
  readonly initiative: string;
  readonly verdictId: string;
  readonly why: Exclude<VerdictOccasion, 'change'>;
  /** Its page, when the public address is known. */
  readonly url: string | null;
}

/** One message into the mailbox of each owner, of both sides, in the transaction of the verdict; a team stands for its members. */
export async function tellInitiativeOwners(
  client: Pick<pg.ClientBase, 'query'>,
  { initiative: id, verdictId, why, url }: Returned,
  now: Date,
): Promise<void> {
  const { rows } = await client.query<{ definition: Initiative; time_zone: string }>(
    'select i.definition, o.time_zone from initiative i cross join organisation o where i.id = $1',
    [id],
  );
  const [row] = rows;
  if (row === undefined) return;
  const { title, owners } = row.definition;
  const content: ReturnedNotice = {
    kind: 'initiativeReturned',
    at: now.toISOString(),
    timeZone: row.time_zone,
    url,
    initiative: title,
    why,
  };
  await client.query(
    `insert into outbox (address, channel, kind, occasion, content, next_attempt_at, created_at)
     select distinct coalesce(p.email, a.email), 'email', 'initiativeReturned', $1, $2::jsonb, $3::timestamptz, $3::timestamptz
       from person p left join account a on a.person_id = p.id and a.disabled_at is null
      where (p.id = any($4) or p.team_id = any($4)) and coalesce(p.email, a.email) is not null
     on conflict do nothing`,
    [`initiative:${id}:${verdictId}`, JSON.stringify(content), now, Object.values(owners)],
  );
}
