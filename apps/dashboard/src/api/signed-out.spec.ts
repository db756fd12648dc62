import { isEntrance, pathToReturnTo } from './signed-out.js';

describe('where a sign-in returns to', () => {
  it('is the page that asked for it', () => {
    expect(pathToReturnTo('?to=%2Fmetrics%2Flead-time%3FasOf%3D2026-11-01')).toBe('/metrics/lead-time?asOf=2026-11-01');
  });

  it('is the board when nothing was asked, and never another site or the sign-in itself', () => {
    for (const search of [
      '',
      '?to=',
      '?to=%2F%2Fevil.example',
      '?to=https%3A%2F%2Fevil.example',
      '?to=%2F%5Cevil.example',
      '?to=%2Fsign-in%3Fto%3D%2Fboard',
    ])
      expect(pathToReturnTo(search)).toBe('/board');
  });

  it('knows the pages that need no sign-in', () => {
    expect(isEntrance('/sign-in')).toBe(true);
    expect(isEntrance('/board')).toBe(false);
  });
});
