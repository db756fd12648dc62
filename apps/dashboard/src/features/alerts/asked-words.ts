import { catalogue } from '../../text/catalogue.js';

/** What is asked of people beside alerts. */
export const ASKED = catalogue('asked', { title: 'Asked before the review: why did it move?' });
