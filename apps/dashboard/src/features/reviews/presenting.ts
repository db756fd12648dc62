import type { AgendaSection } from './section-panel.js';

export interface Step {
  readonly name: 'headline' | AgendaSection;
  /** The headline has no time of its own. */
  readonly minutes: number | null;
}

/** The way through a review: the headline, then the agenda. */
export function stepsOf(agenda: readonly { readonly section: AgendaSection; readonly minutes: number }[]): Step[] {
  return [{ name: 'headline', minutes: null }, ...agenda.map(({ section, minutes }) => ({ name: section, minutes }))];
}

/** One step on or back; it stays at the ends. */
export function stepTo(at: number, move: 1 | -1, count: number): number {
  return Math.min(count - 1, Math.max(0, at + move));
}

/** "3:07" of seconds. */
export function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
