import type { AlertList } from '@tandem/contracts/alerts';
import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useChangesLost } from '../api/live-changes.js';
import { useResource } from '../api/use-resource.js';
import { PageLink } from '../navigation/page-link.js';
import { useParams } from '../navigation/use-params.js';
import { Brand } from '../ui/brand.js';
import { AccountMenu } from './account-menu.js';
import { AsOfBanner } from './as-of-banner.js';
import { NAVIGATION, NavigationIcon, type NavigationItem } from './navigation-items.js';
import { ThemeButton } from './theme-button.js';

/** One pattern for all bars and charts of the page: what lies beyond a guardrail is hatched. */
function Patterns() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden="true">
      <defs>
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="5" fill="var(--hatch)" />
        </pattern>
      </defs>
    </svg>
  );
}

function useFiring(): number {
  const alerts = useResource<AlertList>('/alerts?state=open');
  return alerts.data?.alerts.filter((alert) => alert.state === 'firing').length ?? 0;
}

/** A page change in one document is told to nobody by itself: the new page gets the focus, and begins at its top. */
function useFocusOnChange(path: string) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  const byHistory = useRef(false);
  useEffect(() => {
    const back = (): void => {
      byHistory.current = true;
    };
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.focus({ preventScroll: true });
    if (!byHistory.current) scrollTo(0, 0);
    byHistory.current = false;
  }, [path]);
  return main;
}

const isIn = (path: string, area: string): boolean => path === area || path.startsWith(`${area}/`);
const isAt = (path: string, item: NavigationItem): boolean =>
  isIn(path, item.path) || (item.also !== undefined && isIn(path, item.also));

function FiringCount({ count, className }: { readonly count: number; readonly className: string }) {
  if (count === 0) return null;
  return (
    <span className={`num rounded-full bg-bad-bg text-2xs font-semibold text-bad ${className}`}>
      {count}
      <span className="sr"> firing</span>
    </span>
  );
}

function TopBar({ path, firing }: { readonly path: string; readonly firing: number }) {
  return (
    <header className="noprint sticky top-0 z-20 border-b border-line bg-surface">
      <div className="mx-auto flex h-12 max-w-[1440px] items-center gap-5 px-4 lg:px-6">
        <PageLink to="/board" className="flex h-8 items-center gap-2 font-semibold tracking-tight">
          <Brand />
          Tandem
        </PageLink>
        <nav aria-label="Main" className="hidden h-full gap-1 md:flex">
          {NAVIGATION.map((item) => {
            const here = isAt(path, item);
            const tone = here
              ? 'font-medium text-text after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:bg-accent'
              : 'text-text-2 hover:text-text';
            return (
              <PageLink
                key={item.path}
                to={item.path}
                current={here}
                className={`relative flex items-center gap-1.5 px-2.5 text-sm ${tone}`}
              >
                {item.label}
                {item.path === '/alerts' && <FiringCount count={firing} className="px-1.5" />}
              </PageLink>
            );
          })}
        </nav>
        <div className="ml-auto flex items-center gap-2">
          <ThemeButton />
          <AccountMenu />
        </div>
      </div>
    </header>
  );
}

function BottomTabs({ path, firing }: { readonly path: string; readonly firing: number }) {
  return (
    <nav
      aria-label="Main, bottom"
      className="noprint fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface md:hidden"
    >
      {NAVIGATION.map((item) => {
        const here = isAt(path, item);
        return (
          <PageLink
            key={item.path}
            to={item.path}
            current={here}
            className={`relative flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-2xs ${here ? 'font-medium text-accent' : 'text-text-2'}`}
          >
            <NavigationIcon shape={item.icon} />
            {item.label}
            {item.path === '/alerts' && (
              <FiringCount count={firing} className="absolute left-1/2 top-1.5 ml-1.5 px-1 leading-4" />
            )}
          </PageLink>
        );
      })}
    </nav>
  );
}

export function Shell({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation();
  const { params } = useParams();
  const main = useFocusOnChange(path);
  const firing = useFiring();
  const lost = useChangesLost();
  if (params.has('kiosk')) {
    return (
      <main id="main" ref={main}>
        <Patterns />
        <AsOfBanner />
        {children}
      </main>
    );
  }
  return (
    <>
      <a href="#main" className="skip">
        Skip to content
      </a>
      <Patterns />
      <TopBar path={path} firing={firing} />
      <AsOfBanner />
      {lost && (
        <p role="status" className="bg-sunken px-4 py-1.5 text-center text-xs text-text-2">
          The server is not heard at the moment: figures may be older than they look. Trying again.
        </p>
      )}
      <main id="main" ref={main} tabIndex={-1} className="mx-auto max-w-[1440px] px-4 pb-24 pt-4 md:pb-10 lg:px-6">
        {children}
      </main>
      <BottomTabs path={path} firing={firing} />
    </>
  );
}
