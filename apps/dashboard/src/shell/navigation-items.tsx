export interface NavigationItem {
  readonly path: string;
  readonly icon: string;
  /** After "g", the key that leads there. */
  readonly key?: string;
  /** Pages elsewhere that belong to it. */
  readonly also?: string;
}

export const NAVIGATION: readonly NavigationItem[] = [
  { path: '/board', icon: 'M2 3h12M2 8h12M2 13h7', key: 'b' },
  {
    path: '/goals',
    key: 'g',
    icon: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm0 3.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  },
  { path: '/metrics', icon: 'M2 12l4-5 3 3 5-7', also: '/catalogue', key: 'm' },
  { path: '/alerts', icon: 'M8 2.2 14 13H2z M8 6.5v3', key: 'a' },
  { path: '/reviews', icon: 'M3 2.5h10v11H3zM5.5 6h5M5.5 8.5h5M5.5 11h3', key: 'r' },
  {
    path: '/sources',
    key: 's',
    icon: 'M3 4c0-2.4 10-2.4 10 0s-10 2.4-10 0zm0 0v8c0 2.4 10 2.4 10 0V4M3 8c0 2.4 10 2.4 10 0',
  },
];

export function NavigationIcon({ shape }: { readonly shape: string }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={shape} />
    </svg>
  );
}
