import type { StandardMetric } from '@tandem/contracts/catalogue';
import { Glyph } from '../../ui/glyph.js';

const WORDS: Record<StandardMetric['data'], string> = {
  arrived: 'Data is there',
  partly: 'There in part',
  none: 'No data yet',
};

/** Whether what a ready-made metric needs has arrived. */
export function DataState({ data }: { readonly data: StandardMetric['data'] }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-text-2">
      <Glyph name={data === 'arrived' ? 'onTrack' : 'none'} />
      {WORDS[data]}
    </span>
  );
}
