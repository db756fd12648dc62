import type { StandardMetric } from '@tandem/contracts/catalogue';
import { Glyph } from '../../ui/glyph.js';
import { CATALOGUE } from './catalogue-words.js';

/** Whether what a ready-made metric needs has arrived. */
export function DataState({ data }: { readonly data: StandardMetric['data'] }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-text-2">
      <Glyph name={data === 'arrived' ? 'onTrack' : 'none'} />
      {CATALOGUE.states[data]}
    </span>
  );
}
