/** These stay in the address from page to page, so that a shared link reproduces what was seen. */
const STICKY = ['asOf', 'theme', 'period', 'lang'] as const;

type Changes = Readonly<Record<string, string | null>>;

/** Sets, replaces or (null) removes parameters. */
export function withParams(search: string, changes: Changes): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  return params.toString();
}

/** The address of a page of this app: what sticks is taken along, the rest belongs to the page that is left. */
export function addressOf(path: string, search: string, own: Changes = {}): string {
  const here = new URLSearchParams(search);
  const params = new URLSearchParams();
  for (const name of STICKY) {
    const value = here.get(name);
    if (value !== null) params.set(name, value);
  }
  for (const [name, value] of Object.entries(own)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  const query = params.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** A path of the API with the parameters that have a value. */
export function apiPath(
  path: string,
  params: Readonly<Record<string, string | number | null | undefined>> = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
