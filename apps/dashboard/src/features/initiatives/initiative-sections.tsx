import { PageLink } from '../../navigation/page-link.js';
import { WORDS } from './initiative-words.js';

const SECTIONS = [
  { path: '/initiatives', name: 'list' },
  { path: '/initiatives/plan', name: 'plan' },
  { path: '/initiatives/map', name: 'map' },
] as const;

/** The three views of the same initiatives. */
export function InitiativeSections({ here }: { readonly here: (typeof SECTIONS)[number]['path'] }) {
  return (
    <nav aria-label={WORDS.title} className="noprint mt-3 flex gap-1 border-b border-line">
      {SECTIONS.map(({ path, name }) => (
        <PageLink
          key={path}
          to={path}
          current={path === here}
          className={`-mb-px flex h-8 items-center border-b-2 px-3 text-sm ${path === here ? 'border-accent font-medium text-text' : 'border-transparent text-text-2 hover:text-text'}`}
        >
          {WORDS.sections[name]}
        </PageLink>
      ))}
    </nav>
  );
}

/** The way back from a single initiative. */
export function InitiativeCrumb() {
  return (
    <PageLink to="/initiatives" className="hover:underline">
      {WORDS.title}
    </PageLink>
  );
}
