/** What the running product is in the database: it owns nothing, so row-level security holds for it. It has no login of its own. */
export const appRole = 'tandem_app';

/** The address of a database with options that its sessions begin with; options that it has already stay. */
export function withSessionOptions(url: string, options: string): string {
  const address = new URL(url);
  const given = address.searchParams.get('options');
  address.searchParams.set('options', given === null ? options : `${given} ${options}`);
  return address.href;
}
