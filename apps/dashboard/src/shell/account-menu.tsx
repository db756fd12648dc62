import type { SessionState } from '@tandem/contracts/access';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useResource } from '../api/use-resource.js';
import { PageLink } from '../navigation/page-link.js';
import { usePopover } from '../ui/popover.js';
import { words } from './shell-words.js';
import { signOut } from './sign-out.js';

/** Who is signed in, and what belongs to them. The browser's own disclosure: it opens by keyboard and touch at no weight. */
export function AccountMenu() {
  const { data } = useResource<SessionState>('/session');
  const [path] = useLocation();
  const { popover, close } = usePopover();
  useEffect(close, [path, close]);
  const account = data?.account ?? null;
  // The place is kept while the answer is on its way.
  if (account === null) return <span className="h-8 w-8" />;
  const item = 'flex min-h-[32px] w-full items-center px-3 text-left text-sm hover:bg-sunken';
  return (
    <details ref={popover} className="relative">
      <summary
        className="btn !h-8 !w-8 list-none !rounded-full !p-0 font-medium"
        aria-label={words.account.of(account.name)}
      >
        {account.name.slice(0, 1).toUpperCase()}
      </summary>
      <div className="panel absolute right-0 top-10 z-30 w-[240px] py-1">
        <p className="px-3 py-2 text-xs text-text-2">
          <b className="block truncate text-sm font-medium text-text">{account.name}</b>
          <span className="block truncate">{account.email}</span>
          {words.account.role(account.role, account.side && words.sides[account.side])}
        </p>
        <PageLink to="/initiatives" className={item}>
          {words.account.initiatives}
        </PageLink>
        <PageLink to="/decisions" className={item}>
          {words.account.decisions}
        </PageLink>
        <PageLink to="/agreements" className={item}>
          {words.account.agreements}
        </PageLink>
        <PageLink to="/account" className={item}>
          {words.account.page}
        </PageLink>
        <PageLink
          to={account.role === 'administrator' ? '/settings/organisation' : '/settings/channels'}
          className={item}
        >
          {words.account.settings}
        </PageLink>
        <button type="button" className={`${item} border-t border-line`} onClick={() => void signOut()}>
          {words.account.signOut}
        </button>
      </div>
    </details>
  );
}
