const KEY = 'tandem.recent';
const KEPT = 6;

export interface RecentItem {
  readonly id: string;
  readonly title: string;
  readonly to: string;
}

function isRecent(value: unknown): value is RecentItem {
  return typeof value === 'object' && value !== null && 'id' in value && 'title' in value && 'to' in value;
}

/** What was opened through the palette last, in this browser. */
export function recentItems(): readonly RecentItem[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found.filter(isRecent) : [];
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return [];
    throw error;
  }
}

function keep(items: readonly RecentItem[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(items));
  } catch (error) {
    // A browser may refuse storage; then nothing is recent.
    if (!(error instanceof DOMException)) throw error;
  }
}

export function rememberRecent(item: RecentItem): void {
  keep([item, ...recentItems().filter(({ id }) => id !== item.id)].slice(0, KEPT));
}

export function forgetRecent(): void {
  keep([]);
}
