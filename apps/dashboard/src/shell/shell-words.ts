import { catalogue } from '../text/catalogue.js';

/** Names of pages; those that other features add are theirs to name. */
export function pageName(path: string): string {
  const names: Readonly<Record<string, string | undefined>> = words.pages;
  return names[path] ?? path;
}

/** What stands around every page. */
export const words = catalogue('shell', {
  skip: 'Skip to content',
  mainNavigation: 'Main',
  bottomNavigation: 'Main, bottom',
  firing: 'firing',
  pages: {
    '/board': 'Board',
    '/goals': 'Goals',
    '/metrics': 'Metrics',
    '/alerts': 'Alerts',
    '/reviews': 'Review',
    '/sources': 'Sources',
  },
  find: 'Find a metric or goal',
  findShort: 'Find',
  theme: 'Switch between light and dark',
  connectionLost: (time: string) =>
    `The server has not been heard since ${time}: what is shown may be older than it looks. Trying again.`,
  connectionBack: 'The server is heard again; the page is up to date.',
  changed: (time: string) => `Figures on this page changed at ${time}.`,
  printed: (moment: string) => `Printed ${moment}`,
  noSuchPage: 'No such page',
  leadsNowhere: 'The address leads nowhere.',
  goToBoard: 'Go to the board',
  stopped: 'This page stopped working',
  newerVersion: 'A newer version may have been installed since this page was opened.',
  notCome: 'This could not be loaded',
  notComeWhy: 'A part of it did not come: the server may be out of reach, or a newer version may have been installed.',
  unreached: 'The Tandem server cannot be reached at the moment.',
  loadAgain: 'Load it again',
  sides: { marketing: 'Marketing', it: 'IT' },
  account: {
    of: (name: string) => `Account of ${name}`,
    role: (role: string, side: string | null) => (side === null ? role : `${role}, ${side}`),
    decisions: 'Decisions and actions',
    agreements: 'Agreements and pulse',
    page: 'Account and sessions',
    settings: 'Settings',
    initiatives: 'Initiatives',
    signOut: 'Sign out',
  },
  asOf: {
    open: 'As known at an earlier time',
    openAt: (moment: string) => `As known at ${moment}. Choose another time`,
    back: 'Back to now',
    notNow: 'Not the present.',
    banner: (moment: string) => `Everything here is as it was known on ${moment}.`,
    presentOnly: (moment: string) =>
      `This page knows only the present. Board, goals, metrics and the list of alerts can be read as known on ${moment}.`,
    comparing: (moment: string) => `What has changed since ${moment}, as it is known now.`,
    since: 'What has changed since',
    titlePart: (moment: string) => `as of ${moment}`,
  },
});
