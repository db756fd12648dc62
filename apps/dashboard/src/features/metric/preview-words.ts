import { catalogue } from '../../text/catalogue.js';

/** Two histories over the same weeks. */
export const PREVIEW_WORDS = catalogue('definitionPreview', {
  lines: 'Thin and grey: by the present definition. In ink: as proposed.',
  label: 'Preview, week by week',
  weekFrom: 'Week from',
  now: 'Now',
  proposed: 'Proposed',
  change: 'Change',
  counting: 'Counting …',
});
