import { isLoopback } from '@tandem/config/local-access';
import type { AccessSettings } from '@tandem/api/dependencies';
import type { Database } from '@tandem/kpi-store/database';
import { accountList, signInLinkMade } from '@tandem/contracts/access';
import { leaveMachineToken } from './machine-token.js';
import type { OpenTandemOptions, RunningTandem } from './open-tandem.js';

const hourMs = 3_600_000;

export interface OpenedAccess {
  readonly settings: AccessSettings;
  readonly machineToken: string;
  readonly notices: readonly string[];
  withdraw(): void;
}

/** Who may come in: the token of this machine, and the administrator's token that the first start may be given. */
export async function openAccess(
  { environment, providers }: Pick<OpenTandemOptions, 'environment' | 'providers'>,
  database: Database,
  origin: () => string,
): Promise<OpenedAccess> {
  const { adminToken, publicUrl, host, dataDirectory } = environment;
  const notices = adminToken === null || (await keepAdminToken(database, adminToken)) ? [] : [adminTokenIgnored];
  const { token, withdraw } = leaveMachineToken(dataDirectory);
  const settings: AccessSettings = {
    machineToken: token,
    publicUrl,
    origin: () => publicUrl ?? origin(),
    isOnLoopback: isLoopback(host),
    limits: { idleMs: environment.sessionIdleHours * hourMs, longestMs: environment.sessionHours * hourMs },
    providers,
  };
  return { settings, machineToken: token, notices, withdraw };
}

const adminTokenIgnored =
  'TANDEM_ADMIN_TOKEN counts at the first start only, and this workspace was started before with another one, or without. ' +
  'Make a token under Settings → Tokens instead.';

async function keepAdminToken(database: Database, adminToken: string): Promise<boolean> {
  const { hashOfToken } = await import('@tandem/application/access/secret-token');
  const { createAccessTokenStore } = await import('@tandem/kpi-store/repositories/access-token-store');
  const tokens = createAccessTokenStore(database);
  return tokens.keepFromEnvironment(hashOfToken(adminToken), adminToken.slice(0, 6), new Date());
}

/** What the terminal says about coming in: a link while nobody could come in otherwise; null when people have their own ways. */
export async function signInHint(tandem: RunningTandem): Promise<string | null> {
  const listed = await tandem.request('GET', '/api/v1/accounts');
  if (listed.status !== 200) return null;
  const { accounts } = accountList.parse(JSON.parse(listed.body));
  if (accounts.some(({ hasPassword, issuers }) => hasPassword || issuers.length > 0)) return null;
  const made = await tandem.request('POST', '/api/v1/sign-in-links', {});
  if (made.status !== 200) return null;
  return `Sign in with this link, once and within the hour: ${signInLinkMade.parse(JSON.parse(made.body)).link}`;
}
