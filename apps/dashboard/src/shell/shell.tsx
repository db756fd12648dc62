import type { AlertList } from '@tandem/contracts/alerts';
import type { Preferences } from '@tandem/contracts/preferences';
import { lazy, useCallback, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useLostSince } from '../api/live-changes.js';
import { latestNews, subscribeNews } from '../api/resource-store.js';
import { useResource } from '../api/use-resource.js';
import { PageLink } from '../navigation/page-link.js';
import { useParams } from '../navigation/use-params.js';
import { reading } from '../text/reading.js';
import { clockText, momentText } from '../text/time-text.js';
import { Brand, BRAND } from '../ui/brand.js';
import { AccountMenu } from './account-menu.js';
import { AsOfBanner } from './as-of-banner.js';
import { AsOfControl } from './as-of-control.js';
import { NAVIGATION, NavigationIcon, type NavigationItem } from './navigation-items.js';
import { LatePart } from './page-boundary.js';
import { pageName, words } from './shell-words.js';
import { ThemeButton } from './theme-button.js';
import { findKeys, useShortcuts } from './use-shortcuts.js';

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
      <span className="sr"> {words.firing}</span>
    </span>
  );
}

function FindButton({ onFind }: { readonly onFind: () => void }) {
  return (
    <button
      type="button"
      className="btn !justify-start !text-text-3 max-lg:!px-2 lg:w-[208px]"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={onFind}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden="true">
        <path
          d="M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.4 10.4l3.1 3.1"
          strokeWidth="1.5"
          strokeLinecap="round"
        />
      </svg>
      <span className="sr">{words.find}</span>
      <span aria-hidden="true" className="hidden flex-1 text-left lg:inline">
        {words.findShort}
      </span>
      <kbd aria-hidden="true" className="hidden font-sans text-xs lg:inline">
        {findKeys().join(' ')}
      </kbd>
    </button>
  );
}

interface TopBarProps {
  readonly path: string;
  readonly firing: number;
  readonly onFind: () => void;
}

function TopBar({ path, firing, onFind }: TopBarProps) {
  return (
    <header className="noprint sticky top-0 z-20 border-b border-line bg-surface">
      <div className="mx-auto flex h-12 max-w-[1440px] items-center gap-5 px-4 lg:px-6">
        <PageLink to="/board" className="flex h-8 items-center gap-2 font-semibold tracking-tight">
          <Brand />
          {BRAND}
        </PageLink>
        <nav aria-label={words.mainNavigation} className="hidden h-full gap-1 md:flex">
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
                {pageName(item.path)}
                {item.path === '/alerts' && <FiringCount count={firing} className="px-1.5" />}
              </PageLink>
            );
          })}
        </nav>
        <div className="ml-auto flex items-center gap-2">
          <FindButton onFind={onFind} />
          <AsOfControl />
          <ThemeButton />
          <AccountMenu />
        </div>
      </div>
    </header>
  );
}

/** Whether figures can be older than they look; coming back is told once, politely. */
function ConnectionState() {
  const since = useLostSince();
  const lost = since !== null;
  const [wasLost, setWasLost] = useState(false);
  if (lost && !wasLost) setWasLost(true);
  return (
    <p role="status" className={lost ? 'bg-warn-bg px-4 py-1.5 text-center text-xs text-warn' : 'sr'}>
      {lost ? words.connectionLost(clockText(since, reading().timeZone)) : wasLost && words.connectionBack}
    </p>
  );
}

/** Figures that change under somebody's eyes are seen; to whoever listens it is said. */
function News() {
  const at = useSyncExternalStore(subscribeNews, latestNews);
  return (
    <p role="status" className="sr">
      {at !== null && words.changed(clockText(at, reading().timeZone))}
    </p>
  );
}

/** Where and when a sheet of paper comes from. */
function PrintFoot() {
  // Written after the first paint: the first clock of a page takes a slow processor a fifth of a second.
  const [at, setAt] = useState<number | null>(null);
  const { asOf } = useParams();
  useEffect(() => {
    const note = (): void => setAt(Date.now());
    note();
    addEventListener('beforeprint', note);
    return () => removeEventListener('beforeprint', note);
  }, []);
  if (at === null) return null;
  return (
    <footer className="printonly num mt-4 border-t border-line pt-1 text-xs">
      <span className="block">{location.href}</span>
      {words.printed(momentText(at))}
      {asOf !== null && !Number.isNaN(Date.parse(asOf)) && ` · ${words.asOf.titlePart(momentText(asOf))}`}
    </footer>
  );
}

function BottomTabs({ path, firing }: { readonly path: string; readonly firing: number }) {
  return (
    <nav
      aria-label={words.bottomNavigation}
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
            {pageName(item.path)}
            {item.path === '/alerts' && (
              <FiringCount count={firing} className="absolute left-1/2 top-1.5 ml-1.5 px-1 leading-4" />
            )}
          </PageLink>
        );
      })}
    </nav>
  );
}

const DIALOGS = {
  palette: lazy(() => import('../features/palette/palette.js')),
  keys: lazy(() => import('../features/palette/keys-dialog.js')),
};

/** What lies over any page when it is asked for. */
function useDialogs(isOn: boolean) {
  const [open, setOpen] = useState<keyof typeof DIALOGS | null>(null);
  const close = useCallback(() => setOpen(null), []);
  const onFind = useCallback(() => setOpen('palette'), []);
  const onKeys = useCallback(() => setOpen('keys'), []);
  // While a dialog is on its way, what is typed is meant for it.
  useShortcuts({ isOn: isOn && open === null, onFind, onKeys });
  const Opened = open === null ? null : DIALOGS[open];
  const dialog = Opened && (
    <LatePart key={open}>
      <Opened onClose={close} onShowKeys={onKeys} />
    </LatePart>
  );
  return { dialog, onFind };
}

interface ShellProps {
  readonly preferences: Preferences;
  readonly children: ReactNode;
}

export function Shell({ preferences, children }: ShellProps) {
  const [path] = useLocation();
  const { params } = useParams();
  const main = useFocusOnChange(path);
  const firing = useFiring();
  const { dialog, onFind } = useDialogs(preferences.shortcuts);
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
        {words.skip}
      </a>
      <Patterns />
      <TopBar path={path} firing={firing} onFind={onFind} />
      <AsOfBanner />
      <ConnectionState />
      <main id="main" ref={main} tabIndex={-1} className="mx-auto max-w-[1440px] px-4 pb-24 pt-4 md:pb-10 lg:px-6">
        {children}
      </main>
      <BottomTabs path={path} firing={firing} />
      <News />
      <PrintFoot />
      {dialog}
    </>
  );
}
