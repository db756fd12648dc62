/** What a breach was found to come from; what of it, says the note. */
export const alertCauses = [
  'deployment',
  'campaign',
  'supplier',
  'dataFault',
  'expected',
  'limitWrong',
  'unknown',
  'other',
] as const;
export type AlertCause = (typeof alertCauses)[number];

export type AlertLink =
  | { readonly kind: 'deployment'; readonly recordId: string }
  | { readonly kind: 'campaign'; readonly title: string; readonly url: string | null };

/** What somebody does about an alert. */
export type AlertAct =
  | { readonly kind: 'acknowledge'; readonly forMs: number }
  /** null takes the alert from whoever has it. */
  | { readonly kind: 'assign'; readonly to: string | null }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'link'; readonly link: AlertLink }
  | { readonly kind: 'close'; readonly cause: AlertCause; readonly note: string | null };

export type ActObstacle = 'neverFired' | 'over' | 'closedAlready' | 'personUnknown' | 'deploymentUnknown';

/** The last breach of an alert, as far as acts depend on it. */
export interface EpisodeStanding {
  readonly isOver: boolean;
  readonly isClosed: boolean;
}

/**
 * What stands in the way of an act; null when nothing does. Only what goes on can be acknowledged. A cause can be given while a breach goes on:
 * the alert stays open, and is closed with its end. What is closed stays closed.
 *
 * @param episode null when the alert never fired
 */
export function obstacleTo(act: AlertAct, episode: EpisodeStanding | null): ActObstacle | null {
  if (act.kind !== 'acknowledge' && act.kind !== 'close') return null;
  if (episode === null) return 'neverFired';
  if (act.kind === 'acknowledge') return episode.isOver ? 'over' : null;
  return episode.isClosed ? 'closedAlready' : null;
}
