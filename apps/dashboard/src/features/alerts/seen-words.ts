import { catalogue } from '../../text/catalogue.js';

/** When each side first opened an alert. */
export const seenWords = catalogue('seen', { seen: 'Seen', notYet: 'not yet' });
