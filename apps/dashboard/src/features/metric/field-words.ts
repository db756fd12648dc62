import { catalogue } from '../../text/catalogue.js';

/** What differs between two definitions. */
export const FIELD_WORDS = catalogue('fieldChanges', {
  becomes: 'becomes',
  absent: 'not set',
});
