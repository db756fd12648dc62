import type { SessionState } from '@tandem/contracts/access';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { SETTINGS } from './settings-words.js';

const PARTS = [
  'organisation',
  'calendars',
  'teams',
  'people',
  'channels',
  'policies',
  'tokens',
  'initiatives',
  'history',
] as const;
/** What everybody sees; the others are for administrators. */
const FOR_ALL = 'channels';

/** All parts of the settings, on every page of them; on a phone they wrap. */
export function SettingsNav() {
  const [path] = useLocation();
  const session = useResource<SessionState>('/session').data;
  const isAdministrator = session?.account?.role === 'administrator';
  // Until it is known who reads, their place is kept: what stands below does not jump.
  const held = session === undefined ? 'invisible' : '';
  return (
    <nav aria-label={SETTINGS.nav} className="noprint mb-4 flex flex-wrap gap-x-1 gap-y-1 border-b border-line pb-2">
      {PARTS.filter((part) => session === undefined || isAdministrator || part === FOR_ALL).map((part) => {
        const to = `/settings/${part}`;
        const here = path === to || path.startsWith(`${to}/`);
        return (
          <PageLink
            key={part}
            to={to}
            current={here}
            className={`flex min-h-[28px] items-center rounded px-2.5 text-sm ${part === FOR_ALL ? '' : held} ${here ? 'bg-sunken font-medium text-text' : 'text-text-2 hover:text-text'}`}
          >
            {SETTINGS.parts[part]}
          </PageLink>
        );
      })}
    </nav>
  );
}

interface SettingsPageProps {
  readonly title: string;
  readonly intro: string;
  readonly crumbs?: ReactNode;
  readonly controls?: ReactNode;
  /** Asked for only by an administrator: for others the page says whom to ask. */
  readonly children: ReactNode;
}

/** What is for administrators; everybody else is told whom to ask. */
export function SettingsGate({ children }: { readonly children: ReactNode }) {
  const session = useResource<SessionState>('/session');
  return (
    <Loaded resource={session} heights={[240]}>
      {({ account }) =>
        account?.role === 'administrator' ? children : <Empty title={SETTINGS.ask}>{SETTINGS.askText}</Empty>
      }
    </Loaded>
  );
}

/** A page of the settings that administrators have: navigation, heading, and for everybody else whom to ask. */
export function SettingsPage({ title, intro, crumbs, controls, children }: SettingsPageProps) {
  const session = useResource<SessionState>('/session');
  const isAdministrator = session.data?.account?.role === 'administrator';
  return (
    <>
      <SettingsNav />
      <PageHeading
        title={title}
        {...(crumbs === undefined ? {} : { crumbs })}
        controls={isAdministrator ? controls : undefined}
      >
        <p className="max-w-[80ch] text-sm text-text-2">{intro}</p>
      </PageHeading>
      <SettingsGate>{children}</SettingsGate>
    </>
  );
}
