import type { Source } from '@tandem/contracts/sources';
import { Glyph, type GlyphName } from '../../ui/glyph.js';
import { sourceState } from './source-words.js';

const GLYPHS: Record<Source['state'], GlyphName> = {
  neverSynced: 'none',
  running: 'stale',
  healthy: 'onTrack',
  stale: 'stale',
  failing: 'breach',
  paused: 'none',
};

const TONES: Record<Source['state'], string> = {
  neverSynced: 'text-text-3',
  running: 'text-text-2',
  healthy: 'text-ok',
  stale: 'font-medium text-warn',
  failing: 'font-medium text-bad',
  paused: 'font-medium text-warn',
};

export function SourceState({ state }: { readonly state: Source['state'] }) {
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap text-sm ${TONES[state]}`}>
      <Glyph name={GLYPHS[state]} />
      {sourceState(state)}
    </span>
  );
}
