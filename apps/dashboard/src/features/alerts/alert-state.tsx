import type { AlertItem } from '@tandem/contracts/alerts';
import { Glyph, type GlyphName } from '../../ui/glyph.js';
import { stateLabel, stateMeaning } from './alert-words.js';

const GLYPHS: Record<AlertItem['state'], GlyphName> = {
  inactive: 'onTrack',
  pending: 'near',
  firing: 'breach',
  recovering: 'near',
  resolved: 'onTrack',
  noData: 'none',
  error: 'none',
};

const TONES: Partial<Record<AlertItem['state'], string>> = {
  firing: 'font-semibold text-bad',
  pending: 'font-medium text-warn',
  recovering: 'font-medium text-warn',
};

export function AlertState({ state }: { readonly state: AlertItem['state'] }) {
  return (
    <span
      title={stateMeaning(state)}
      className={`inline-flex items-center gap-1.5 whitespace-nowrap text-sm ${TONES[state] ?? 'text-text-2'}`}
    >
      <Glyph name={GLYPHS[state]} />
      {stateLabel(state)}
    </span>
  );
}
