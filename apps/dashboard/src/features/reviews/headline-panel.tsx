import type { ReviewSections } from '@tandem/contracts/reviews';
import { Evidence } from './evidence.js';
import { WORDS } from './review-words.js';

type Figure = ReviewSections['headline']['figures'][number];

function figureText({ value, of }: { readonly value: number; readonly of: number | null }): string {
  return of === null ? `${value}` : WORDS.of(`${value}`, `${of}`);
}

function FigureCell({ figure, asOf }: { readonly figure: Figure; readonly asOf: string | null }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-text-3">{figure.label}</dt>
      <dd className="num mt-0.5 text-lg font-semibold">
        <Evidence to={figure.evidence} asOf={asOf} className="hit hover:underline">
          {figureText(figure)}
        </Evidence>
        {figure.was !== null && (
          <span className="text-sm font-normal text-text-3"> {WORDS.was(figureText(figure.was))}</span>
        )}
      </dd>
    </div>
  );
}

/** What must be known before anything else, and the figures beside those of the last review. */
export function HeadlinePanel({
  headline,
  asOf,
}: {
  readonly headline: ReviewSections['headline'];
  readonly asOf: string | null;
}) {
  return (
    <section className="panel px-4 py-4" aria-label={WORDS.headline}>
      <p className="max-w-[80ch] text-lg leading-7">
        {headline.sentences.map((sentence, index) => (
          <span key={`${sentence.code} ${sentence.evidence}`}>
            <Evidence
              to={sentence.evidence}
              asOf={asOf}
              className={`hit underline decoration-line-2 decoration-1 underline-offset-4 hover:decoration-text ${index === 0 ? 'font-semibold' : ''}`}
            >
              {sentence.text}
            </Evidence>{' '}
          </span>
        ))}
      </p>
      <dl className="mt-3 grid grid-cols-2 gap-x-4 gap-y-3 border-t border-line pt-3 sm:grid-cols-4">
        {headline.figures.map((figure) => (
          <FigureCell key={figure.code} figure={figure} asOf={asOf} />
        ))}
      </dl>
    </section>
  );
}
