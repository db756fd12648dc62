import type { HeadlineCount, HeadlineSentence, ReviewSentence } from './section.js';

export interface HeadlineFigure extends HeadlineCount {
  /** The same figure of the last review; null where that had none. */
  readonly was: { readonly value: number; readonly of: number | null } | null;
}

export interface HeadlineSection {
  /** The heaviest first; never empty. */
  readonly sentences: readonly ReviewSentence[];
  readonly figures: readonly HeadlineFigure[];
}

const sentencesAtMost = 3;

/** Where nothing asks for attention, that is the news. */
const calm: ReviewSentence = {
  code: 'nothingToReport',
  text: 'Nothing broke, no goal is at risk, and no metric moved beyond its ordinary variation.',
  evidence: '/board',
};

/**
 * The headline of what the sections offer: the three heaviest sentences, in the order of the sections where they weigh the same, and the
 * figures beside those of the last review.
 */
export function headline(
  sections: readonly { readonly sentences: readonly HeadlineSentence[]; readonly counts: readonly HeadlineCount[] }[],
  last: HeadlineSection | null,
): HeadlineSection {
  const offered = sections.flatMap(({ sentences }) => sentences);
  const chosen = [...offered]
    .sort((a, b) => b.weight - a.weight)
    .slice(0, sentencesAtMost)
    .map(({ weight: _, ...sentence }) => sentence);
  return {
    sentences: chosen.length ? chosen : [calm],
    figures: sections
      .flatMap(({ counts }) => counts)
      .map((count) => {
        const before = last?.figures.find(({ code }) => code === count.code);
        return { ...count, was: before === undefined ? null : { value: before.value, of: before.of } };
      }),
  };
}
