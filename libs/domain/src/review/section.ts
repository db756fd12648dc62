/** A sentence of a review: the reason for it as a code, its words, and the page that shows what it rests on. */
export interface ReviewSentence {
  readonly code: string;
  readonly text: string;
  /** Path of the dashboard, or `#section` of the review itself. */
  readonly evidence: string;
}

/** What a section offers to the headline; the heaviest come first. */
export interface HeadlineSentence extends ReviewSentence {
  /** 100: somebody must act now; 50: decide today; 10: good to know. */
  readonly weight: number;
}

/** A figure under the headline: so many, of how many where that says something. */
export interface HeadlineCount {
  readonly code: string;
  readonly label: string;
  readonly value: number;
  readonly of: number | null;
  readonly evidence: string;
}

/** What the domain function of a section answers: its content, and what of it belongs into the headline. */
export interface Section<Content> {
  readonly content: Content;
  readonly sentences: readonly HeadlineSentence[];
  readonly counts: readonly HeadlineCount[];
}

/** A metric as a section names it. */
export interface NamedMetric {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  readonly precision: number;
}

export const metricPage = (key: string): string => `/metrics/${encodeURIComponent(key)}`;
export const goalPage = (id: string): string => `/goals/${encodeURIComponent(id)}`;

/** "A", "A and B", "A, B and C". */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

export const sideNames = { marketing: 'Marketing', it: 'IT' } as const;
