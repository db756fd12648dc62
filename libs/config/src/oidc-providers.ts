import { InvalidEnvironment } from './environment.js';

/** Somebody who signs people in for us, by OpenID Connect. */
export interface OidcProviderSettings {
  /** In addresses: small letters and digits. */
  readonly id: string;
  /** On the button. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const prefix = 'TANDEM_OIDC';
const fields = ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET', 'NAME'] as const;
type Field = (typeof fields)[number];

/**
 * The providers of the environment, four variables each: `<prefix>_<ID>_ISSUER`, `_CLIENT_ID`, `_CLIENT_SECRET` and, for the button, `_NAME`.
 *
 * @throws {InvalidEnvironment} with one sentence per variable that is missing or cannot be used; values of secrets are never repeated
 */
export function oidcProviders(source: Readonly<Record<string, string | undefined>>): readonly OidcProviderSettings[] {
  const problems: string[] = [];
  const found = new Map<string, Partial<Record<Field, string>>>();
  for (const [variable, value] of Object.entries(source)) {
    const trimmed = value?.trim();
    if (!variable.startsWith(`${prefix}_`) || !trimmed) continue;
    const [, id, field] =
      /^([A-Z0-9]{1,30})_(ISSUER|CLIENT_ID|CLIENT_SECRET|NAME)$/.exec(variable.slice(prefix.length + 1)) ?? [];
    if (id === undefined || field === undefined) {
      problems.push(
        `${variable}: means nothing; a provider has ${fields.map((one) => `${prefix}_<ID>_${one}`).join(', ')}.`,
      );
      continue;
    }
    found.set(id, { ...found.get(id), [field]: trimmed });
  }
  const providers = [...found]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([id, given]) => readProvider(id, given, problems));
  if (problems.length) throw new InvalidEnvironment(problems);
  return providers;
}

function readProvider(id: string, given: Partial<Record<Field, string>>, problems: string[]): OidcProviderSettings {
  for (const field of ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET'] as const)
    if (given[field] === undefined) problems.push(`${prefix}_${id}_${field}: is missing; the provider ${id} needs it.`);
  const issuer = given.ISSUER ?? '';
  if (issuer !== '' && !isSafe(issuer))
    problems.push(
      `${prefix}_${id}_ISSUER: must be an address that begins with https:// (http:// on this machine only).`,
    );
  const name = given.NAME ?? `${id.slice(0, 1)}${id.slice(1).toLowerCase()}`;
  return {
    id: id.toLowerCase(),
    name,
    issuer,
    clientId: given.CLIENT_ID ?? '',
    clientSecret: given.CLIENT_SECRET ?? '',
  };
}

function isSafe(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}
