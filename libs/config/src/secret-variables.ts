/** Variables of this kind may be named in configuration files; no other can. */
const prefix = 'TANDEM_SECRET_';
/** Tandem's own, named alike: whoever may write a configuration file must not have them signed with, or sent out. */
const own: readonly string[] = ['TANDEM_SECRET_KEY', 'TANDEM_SECRET_KEY_PREVIOUS'];

/** The secrets that the environment offers to configuration files, by the name of their variable. Empty ones count as left out. */
export function secretVariables(
  source: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    const trimmed = value?.trim();
    if (name.startsWith(prefix) && !own.includes(name) && trimmed) secrets[name] = trimmed;
  }
  return secrets;
}
