import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who may come in: the workspace, accounts with their ways to sign in, sessions, invitations, one-time links and tokens. Whatever lets
 * somebody in is kept as a hash only.
 */
export class Identity1763870000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'sign_in_attempt',
      'oidc_sign_in',
      'sign_in_link',
      'access_token',
      'invitation',
      'session',
      'recovery_code',
      'account_identity',
      'account',
      'workspace',
    ]) {
      await runner.query(`drop table ${table}`);
    }
  }
}

const statements = [
  `create table workspace (
    id text primary key,
    name text not null,
    created_at timestamptz not null default now()
  )`,
  `insert into workspace (id, name) values ('main', 'Main')`,
  `create table account (
    id uuid primary key default gen_random_uuid(),
    workspace_id text not null constraint account_workspace references workspace (id),
    email text not null constraint account_email_lower check (email = lower(email)),
    name text not null,
    role text not null constraint account_role check (role in ('viewer', 'contributor', 'owner', 'administrator')),
    side text constraint account_side check (side in ('marketing', 'it')),
    person_id text constraint account_person references person (id),
    password_hash text,
    -- Sealed; never in clear.
    totp_secret text,
    totp_confirmed_at timestamptz,
    -- The time step of the last code that was taken, so that none is taken twice.
    totp_last_step bigint,
    disabled_at timestamptz,
    created_at timestamptz not null,
    last_signed_in_at timestamptz,
    constraint account_email_once unique (workspace_id, email),
    constraint account_person_once unique (person_id),
    constraint account_totp_has_secret check (totp_confirmed_at is null or totp_secret is not null)
  )`,
  `create table account_identity (
    issuer text not null,
    subject text not null,
    account_id uuid not null constraint account_identity_account references account (id) on delete cascade,
    linked_at timestamptz not null,
    primary key (issuer, subject)
  )`,
  'create index account_identity_of on account_identity (account_id)',
  `create table recovery_code (
    account_id uuid not null constraint recovery_code_account references account (id) on delete cascade,
    code_hash text not null,
    primary key (account_id, code_hash)
  )`,
  `create table session (
    id uuid primary key default gen_random_uuid(),
    token_hash text not null constraint session_token_hash_once unique,
    account_id uuid not null constraint session_account references account (id) on delete cascade,
    awaiting_second_factor boolean not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    address text not null,
    agent text not null
  )`,
  'create index session_of on session (account_id)',
  `create table invitation (
    id uuid primary key default gen_random_uuid(),
    workspace_id text not null constraint invitation_workspace references workspace (id),
    token_hash text not null constraint invitation_token_hash_once unique,
    email text not null,
    name text not null,
    role text not null constraint invitation_role check (role in ('viewer', 'contributor', 'owner', 'administrator')),
    side text constraint invitation_side check (side in ('marketing', 'it')),
    person_id text constraint invitation_person references person (id),
    invited_by text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    withdrawn_at timestamptz
  )`,
  `create table access_token (
    id uuid primary key default gen_random_uuid(),
    workspace_id text not null constraint access_token_workspace references workspace (id),
    name text not null,
    token_hash text not null constraint access_token_hash_once unique,
    prefix text not null,
    scopes text[] not null constraint access_token_scopes check (scopes <@ array['read', 'push', 'apply', 'admin'] and cardinality(scopes) > 0),
    -- Connections that it may push for; null is every one.
    sources text[],
    -- null: given to the first start by the environment.
    made_by uuid constraint access_token_made_by references account (id),
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
  )`,
  `create table sign_in_link (
    token_hash text primary key,
    account_id uuid constraint sign_in_link_account references account (id) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  `create table oidc_sign_in (
    state_hash text primary key,
    browser_hash text not null,
    provider text not null,
    nonce text not null,
    code_verifier text not null,
    return_to text not null,
    -- What the sign-in is for besides signing in: an invitation that it accepts, or an account that it is linked to.
    invitation_id uuid constraint oidc_sign_in_invitation references invitation (id) on delete cascade,
    account_id uuid constraint oidc_sign_in_account references account (id) on delete cascade,
    expires_at timestamptz not null
  )`,
  `create table sign_in_attempt (
    key_hash text primary key,
    count integer not null,
    window_ends_at timestamptz not null
  )`,
];
