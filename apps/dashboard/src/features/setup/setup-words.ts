import { catalogue } from '../../text/catalogue.js';

/** The first page of an empty workspace. */
export const SETUP = catalogue('setup', {
  loading: 'The demo is being loaded',
  loadingText:
    'Public records of real systems are read row by row, as any source would be. The board opens by itself when all of them are in; you can leave this page and come back.',
  progress: 'Loading the demo',
  openBoard: 'Open the board now',
  load: 'Load the demo',
  again: 'Try again, or look at the server’s log.',
  lookAround: 'Look around first',
  demo: 'The demo reads public records of real systems: a service desk’s incidents, hotel bookings, and the releases and changes of two software projects. Their dates are moved forward by whole weeks, and every page says so.',
  board: 'Alignment board',
  welcome: 'Welcome to Tandem',
  intro: 'One set of targets for marketing and IT. This workspace holds no goals yet.',
});
