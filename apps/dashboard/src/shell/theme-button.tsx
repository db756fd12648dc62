import { ApiError } from '../api/api-error.js';
import { choosePreferences } from '../preferences/preferences.js';
import { useParams } from '../navigation/use-params.js';
import { words } from './shell-words.js';

/** Light or dark, on every device of whoever is signed in. */
export function useThemeSwitch(): () => void {
  const { params, set } = useParams();
  return () => {
    const theme = document.documentElement.classList.toggle('dark') ? 'dark' : 'light';
    // The address speaks louder than the account, and is changed with it. A choice that could not be kept holds for this page.
    if (params.has('theme')) set({ theme });
    choosePreferences({ theme }).catch((failure: unknown) => {
      if (!(failure instanceof ApiError)) throw failure;
    });
  };
}

export function ThemeButton() {
  const toggle = useThemeSwitch();
  return (
    <button type="button" className="btn !px-2 max-sm:!hidden" onClick={toggle} aria-label={words.theme}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="M8 2.5v11a5.5 5.5 0 0 0 0-11z" fill="currentColor" />
      </svg>
    </button>
  );
}
