/** Pages for whoever is not signed in; nothing on them asks for data. */
const entrances = ['/sign-in', '/invitation', '/password', '/shared-review'];

export function isEntrance(pathname: string): boolean {
  return entrances.includes(pathname);
}

/** A path of this dashboard, whatever an address claims; the board when it is anything else. */
export function pathToReturnTo(search: string): string {
  const wanted = new URLSearchParams(search).get('to') ?? '';
  return /^\/(?![/\\])/.test(wanted) && !isEntrance(wanted.split(/[?#]/)[0] ?? '') ? wanted : '/board';
}

/** Nobody is signed in, or not any more: to the sign-in, and from there back to the same page. */
export function askToSignIn(): void {
  const { pathname, search } = location;
  if (isEntrance(pathname)) return;
  location.assign(`/sign-in?to=${encodeURIComponent(pathname + search)}`);
}
