import { catalogue } from '../../text/catalogue.js';

/** What somebody is told who would have to speak for a side, and speaks for none. */
export const speakerWords = catalogue('speaks for nobody', {
  title: 'You speak for nobody yet',
  say: 'Say who speaks for whom',
});
