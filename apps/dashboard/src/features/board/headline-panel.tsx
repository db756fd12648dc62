import type { Board } from '@tandem/contracts/board';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { Glyph, type GlyphName } from '../../ui/glyph.js';
import { words } from './board-words.js';
import { headline } from './headline.js';
import { countOf, statusFilter, type StatusFilter } from './status-filter.js';

const COUNTS: readonly { filter: StatusFilter; glyph: GlyphName }[] = [
  { filter: 'onTrack', glyph: 'onTrack' },
  { filter: 'atRisk', glyph: 'atRisk' },
  { filter: 'offTrack', glyph: 'offTrack' },
  { filter: 'breach', glyph: 'breach' },
  { filter: 'stale', glyph: 'stale' },
];

function Count({ board, filter, glyph }: { board: Board } & (typeof COUNTS)[number]) {
  const { params, set } = useParams();
  const pressed = statusFilter(params.get('status')) === filter;
  const count = countOf(board.counts, filter);
  return (
    <button
      type="button"
      aria-pressed={pressed}
      disabled={count === 0 && !pressed}
      onClick={() => set({ status: pressed ? null : filter })}
      className={`group inline-flex min-h-[28px] items-center gap-2 rounded-md px-1.5 ${pressed ? 'bg-accent-bg' : ''}`}
    >
      <Glyph name={glyph} size={16} />
      <span className="num whitespace-nowrap text-lg font-semibold">
        {count}{' '}
        <span className="text-sm font-normal text-text-2 group-enabled:group-hover:underline">
          {words.counts[filter]}
        </span>
      </span>
    </button>
  );
}

/** The answer to "will we hit our joint goals?" and five counts that filter the table below. */
export function HeadlinePanel({ board }: { readonly board: Board }) {
  return (
    <section
      aria-label={words.headline}
      className="panel mt-4 flex flex-wrap items-center justify-between gap-x-8 gap-y-3 px-4 py-3"
    >
      <p className="min-w-0 max-w-[76ch] flex-1 basis-[320px] text-lg text-text-2">
        {headline(board).map((segment, index) =>
          segment.to === undefined ? (
            <span key={index} className={segment.strong === true ? 'font-semibold text-text' : ''}>
              {segment.text}
            </span>
          ) : (
            <PageLink
              key={index}
              to={segment.to}
              className="underline decoration-line-2 decoration-1 underline-offset-4 hover:decoration-text"
            >
              {segment.text}
            </PageLink>
          ),
        )}
      </p>
      <div role="group" aria-label={words.filterTable} className="-mx-1.5 flex flex-wrap items-center gap-x-2 gap-y-1">
        {COUNTS.map((count) => (
          <span
            key={count.filter}
            className={count.filter === 'breach' ? 'sm:ml-1 sm:border-l sm:border-line sm:pl-3' : ''}
          >
            <Count board={board} {...count} />
          </span>
        ))}
      </div>
    </section>
  );
}
