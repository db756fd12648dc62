import { useParams } from '../navigation/use-params.js';

const KEY = 'tandem.theme';

function remember(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch (error) {
    // A browser may refuse storage; the choice then lasts as long as the page.
    if (!(error instanceof DOMException)) throw error;
  }
}

export function ThemeButton() {
  const { params, set } = useParams();
  const toggle = (): void => {
    const theme = document.documentElement.classList.toggle('dark') ? 'dark' : 'light';
    remember(theme);
    if (params.has('theme')) set({ theme });
  };
  return (
    <button type="button" className="btn !px-2" onClick={toggle} aria-label="Switch between light and dark">
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="M8 2.5v11a5.5 5.5 0 0 0 0-11z" fill="currentColor" />
      </svg>
    </button>
  );
}
