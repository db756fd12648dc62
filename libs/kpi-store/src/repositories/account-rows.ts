import type { Account } from '@tandem/application/access/access-ports';
import type { Role } from '@tandem/domain/access/permission';
import type { Side } from '@tandem/domain/metric/definition';

export interface AccountRow {
  id: string;
  email: string;
  name: string;
  role: Role;
  side: Side | null;
  person_id: string | null;
  team_id: string | null;
  has_password: boolean;
  has_second_factor: boolean;
  issuers: string[];
  disabled_at: Date | null;
  created_at: Date;
  last_signed_in_at: Date | null;
}

/** Accounts without anything that lets somebody in. */
export const selectAccount = `
  select a.id, a.email, a.name, a.role, a.side, a.person_id,
         (select p.team_id from person p where p.id = a.person_id) as team_id, a.password_hash is not null as has_password,
         a.totp_confirmed_at is not null as has_second_factor,
         array(select i.issuer from account_identity i where i.account_id = a.id order by i.issuer) as issuers,
         a.disabled_at, a.created_at, a.last_signed_in_at
    from account a`;

export function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    side: row.side,
    personId: row.person_id,
    teamId: row.team_id,
    hasPassword: row.has_password,
    hasSecondFactor: row.has_second_factor,
    issuers: row.issuers,
    disabledAt: row.disabled_at,
    createdAt: row.created_at,
    lastSignedInAt: row.last_signed_in_at,
  };
}

/** What the audit trail keeps of an account. */
export function auditedAccount({ email, name, role, side, personId, disabledAt }: Account): object {
  return { email, name, role, side, person: personId, disabled: disabledAt !== null };
}
