/** Variables of this kind may be named in configuration files; no other can. */
const prefix = 'TANDEM_SECRET_';

/** The secrets that the environment offers to configuration files, by the name of their variable. Empty ones count as left out. */
export function secretVariables(
  source: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    const trimmed = value?.trim();
    if (name.startsWith(prefix) && trimmed) secrets[name] = trimmed;
  }
  return secrets;
}
