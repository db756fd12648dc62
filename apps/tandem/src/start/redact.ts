/** Variables whose values are secret as a whole. */
const secretNames = /^(TANDEM_SECRET_|TANDEM_ADMIN_TOKEN$|TANDEM_TOKEN$|TANDEM_OIDC_[A-Z0-9]+_CLIENT_SECRET$)/;
/** Addresses that may hold a password. */
const addressNames: readonly string[] = ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL'];
/** A shorter text would strike out words of the log that are no secret. */
const shortestSecret = 6;
const struck = '(secret)';

/** Secrets by their form, whoever they belong to. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/whsec_[A-Za-z0-9+/=]{8,}/g, struck],
  [/\bBearer +[\w.~+/=-]{8,}/gi, `Bearer ${struck}`],
  [/(\b(?:__Host-)?tandem=)[\w.%-]{8,}/g, `$1${struck}`],
  [/(:\/\/[^\s:/@"]+:)[^\s@"/]+@/g, `$1${struck}@`],
  [
    /("(?:[a-z_-]*(?:password|secret|token|authorization|cookie|api_?key|code_?verifier))"\s*:\s*)"(?:[^"\\]|\\.)*"/gi,
    `$1"${struck}"`,
  ],
];

/**
 * Strikes secrets out of what is about to be printed: those that the environment gave, in every form in which they could appear, and
 * whatever looks like one by its name or its form.
 */
export function redactor(env: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const known = [...new Set(knownSecrets(env).flatMap((secret) => formsOf(secret)))]
    .filter((secret) => secret.length >= shortestSecret)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const secret of known) clean = clean.replaceAll(secret, struck);
    for (const [form, replacement] of forms) clean = clean.replace(form, replacement);
    return clean;
  };
}

function knownSecrets(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (!value) return [];
    if (secretNames.test(name)) return name === 'TANDEM_SECRET_KEY_PREVIOUS' ? value.split(',') : [value.trim()];
    return addressNames.includes(name) && URL.canParse(value) ? [new URL(value).password] : [];
  });
}

function formsOf(secret: string): string[] {
  const decoded = decodedOf(secret);
  return [secret, decoded, encodeURIComponent(decoded), JSON.stringify(decoded).slice(1, -1)];
}

function decodedOf(secret: string): string {
  try {
    return decodeURIComponent(secret);
  } catch {
    return secret; // It holds a % of its own.
  }
}

/** Puts a redactor before everything that this process prints, whichever library prints it; answers the function that takes it away again. */
export function redactOutput(streams: readonly NodeJS.WritableStream[], redact: (text: string) => string): () => void {
  const restore = streams.map((stream) => {
    const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
    stream.write = (chunk: unknown, ...rest: unknown[]) =>
      write(typeof chunk === 'string' ? redact(chunk) : chunk, ...rest);
    return () => {
      stream.write = write;
    };
  });
  return () => restore.forEach((one) => one());
}
