import { usualPreferences } from '@tandem/contracts/preference-choices';
import type { PreferencesAnswer, PreferencesBody } from '@tandem/contracts/preferences';
import { useMemo } from 'react';
import { askJson } from '../api/request.js';
import { putResource } from '../api/resource-store.js';
import { useResource } from '../api/use-resource.js';
import { setReading } from '../text/reading.js';

export const PREFERENCES_PATH = '/account/preferences';
const KEY = 'tandem.preferences';
/** `public/theme.js` reads these two before the first paint. */
const THEME_KEY = 'tandem.theme';
const DENSITY_KEY = 'tandem.density';

const USUAL: PreferencesAnswer = {
  preferences: usualPreferences,
  startAddress: null,
  organisation: { timeZone: 'UTC', weekStartsOn: 1, fiscalYearStartsIn: 1 },
};

/** A browser may refuse storage; what was chosen is then asked for each time. */
function withStorage<T>(work: (storage: Storage) => T): T | null {
  try {
    return work(localStorage);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** What this browser was told last, so that the first paint need not wait for the account. */
function remembered(): PreferencesAnswer {
  const text = withStorage((storage) => storage.getItem(KEY)) ?? 'null';
  try {
    const known = JSON.parse(text) as Partial<PreferencesAnswer> | null;
    return {
      ...USUAL,
      ...known,
      preferences: { ...usualPreferences, ...known?.preferences },
      organisation: { ...USUAL.organisation, ...known?.organisation },
    };
  } catch (error) {
    if (error instanceof SyntaxError) return USUAL;
    throw error;
  }
}

function remember(known: PreferencesAnswer): void {
  const { theme, density } = known.preferences;
  withStorage((storage) => {
    storage.setItem(KEY, JSON.stringify(known));
    storage.setItem(DENSITY_KEY, density);
    if (theme === 'system') storage.removeItem(THEME_KEY);
    else storage.setItem(THEME_KEY, theme);
  });
}

let first: PreferencesAnswer | undefined;
const firstKnown = (): PreferencesAnswer => (first ??= remembered());

/** Everything that prints a number or a time, and the look of the page, follow from here. */
function apply({ preferences, organisation }: PreferencesAnswer): void {
  const { locale, timeZone, density, theme } = preferences;
  setReading({ locale, timeZone: timeZone ?? organisation.timeZone });
  const { classList } = document.documentElement;
  classList.toggle('compact', density === 'compact');
  const wanted = new URLSearchParams(location.search).get('theme') ?? theme;
  const isDark = wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  classList.toggle('dark', isDark);
}

/** How whoever is signed in reads; applied before anything below is drawn. */
export function usePreferences(): PreferencesAnswer {
  const { data } = useResource<PreferencesAnswer>(PREFERENCES_PATH);
  const known = data ?? firstKnown();
  useMemo(() => {
    apply(known);
    if (data !== undefined) remember(data);
  }, [known, data]);
  return known;
}

/**
 * What is opened first, null for the board. It is asked, not remembered: a browser that has not heard of it yet, or heard
 * of another, would open what nobody chose. Undefined while it is asked; what was remembered where nothing answers.
 */
export function useStartAddress(): string | null | undefined {
  const { data, error } = useResource<PreferencesAnswer>(PREFERENCES_PATH);
  return (data ?? (error === undefined ? undefined : firstKnown()))?.startAddress;
}

/** Nothing of whoever signs out is left for the next one. */
export function forgetPreferences(): void {
  withStorage((storage) => [KEY, THEME_KEY, DENSITY_KEY].forEach((key) => storage.removeItem(key)));
}

/** Kept in the account, so that every device of theirs follows. */
export async function choosePreferences(change: PreferencesBody): Promise<void> {
  putResource(PREFERENCES_PATH, await askJson<PreferencesAnswer>(PREFERENCES_PATH, { method: 'PATCH', body: change }));
}
