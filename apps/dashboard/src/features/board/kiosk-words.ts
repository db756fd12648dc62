import { catalogue } from '../../text/catalogue.js';

/** What only a wall display says. */
export const kioskWords = catalogue('kiosk', {
  title: 'Alignment board, wall display',
  sides: 'Marketing and IT',
  dataTo: (day: string) => `Data to ${day}`,
  refreshed: (time: string) => `refreshed ${time}`,
  turn: (at: number, of: number) => `${at} of ${of}`,
  lost: (time: string) => `The server has not been heard since ${time}: figures may be older than they look.`,
});
