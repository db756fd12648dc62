import type { SessionState } from '@tandem/contracts/access';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useResource } from '../api/use-resource.js';
import { PageLink } from '../navigation/page-link.js';
import { signOut } from './sign-out.js';

const sideNames = { marketing: 'Marketing', it: 'IT' } as const;

/** Who is signed in, and what belongs to them. The browser's own disclosure: it opens by keyboard and touch at no weight. */
export function AccountMenu() {
  const { data } = useResource<SessionState>('/session');
  const [path] = useLocation();
  const menu = useRef<HTMLDetailsElement>(null);
  const close = (): void => {
    if (menu.current) menu.current.open = false;
  };
  useEffect(close, [path]);
  useEffect(() => {
    const closeOutside = (event: Event): void => {
      const outside = event.target instanceof Node && menu.current?.contains(event.target) === false;
      if (outside || (event instanceof KeyboardEvent && event.key === 'Escape')) close();
    };
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, closeOutside);
    return () => {
      for (const kind of ['pointerdown', 'keydown']) removeEventListener(kind, closeOutside);
    };
  }, []);
  const account = data?.account ?? null;
  // The place is kept while the answer is on its way.
  if (account === null) return <span className="h-8 w-8" />;
  const item = 'flex min-h-[32px] w-full items-center px-3 text-left text-sm hover:bg-sunken';
  return (
    <details ref={menu} className="relative">
      <summary
        className="btn !h-8 !w-8 list-none !rounded-full !p-0 font-medium"
        aria-label={`Account of ${account.name}`}
      >
        {account.name.slice(0, 1).toUpperCase()}
      </summary>
      <div className="panel absolute right-0 top-10 z-30 w-[240px] py-1">
        <p className="px-3 py-2 text-xs text-text-2">
          <b className="block truncate text-sm font-medium text-text">{account.name}</b>
          <span className="block truncate">{account.email}</span>
          {account.role}
          {account.side !== null && `, ${sideNames[account.side]}`}
        </p>
        <PageLink to="/account" className={item}>
          Account and sessions
        </PageLink>
        <PageLink to="/settings/channels" className={item}>
          Channels
        </PageLink>
        {account.role === 'administrator' && (
          <>
            <PageLink to="/settings/people" className={item}>
              People
            </PageLink>
            <PageLink to="/settings/tokens" className={item}>
              Tokens
            </PageLink>
          </>
        )}
        <button type="button" className={`${item} border-t border-line`} onClick={() => void signOut()}>
          Sign out
        </button>
      </div>
    </details>
  );
}
