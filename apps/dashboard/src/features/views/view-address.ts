/** What belongs to whoever looks and not to the view: how it is drawn here and now. */
const NOT_KEPT = ['theme', 'lang', 'kiosk'];

/** The address of what is shown, to be kept under a name. */
export function viewAddress(path: string, search: string): string {
  const params = new URLSearchParams(search);
  for (const name of NOT_KEPT) params.delete(name);
  params.sort();
  const query = params.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** Whether an address shows what the view does, in whatever order it says so. */
export function isShown(address: string, path: string, search: string): boolean {
  const [ofView = '', query = ''] = address.split('?');
  return viewAddress(ofView, query) === viewAddress(path, search);
}
