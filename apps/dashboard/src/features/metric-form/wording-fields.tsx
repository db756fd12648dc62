import { TextArea } from '../../ui/text-area.js';
import { METRIC_FORM } from './metric-form-words.js';
import type { MetricWording } from './metric-wording.js';

type Wording = Pick<MetricWording, 'marketingWording' | 'itWording'>;

interface WordingFieldsProps {
  readonly draft: Wording;
  readonly edit: (changes: Partial<Wording>) => void;
}

/** What the metric says in the words of each side. */
export function WordingFields({ draft, edit }: WordingFieldsProps) {
  return (
    <>
      <TextArea
        label={METRIC_FORM.marketingWording}
        value={draft.marketingWording}
        onChange={(marketingWording) => edit({ marketingWording })}
        required={false}
        longest={2000}
      />
      <TextArea
        label={METRIC_FORM.itWording}
        value={draft.itWording}
        onChange={(itWording) => edit({ itWording })}
        required={false}
        longest={2000}
      />
    </>
  );
}
