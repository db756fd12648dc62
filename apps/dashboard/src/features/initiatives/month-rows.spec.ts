import { amountText, draftMonths, emptyMonths, pasted, writtenMonths } from './month-rows.js';

describe('what is pasted from a spreadsheet', () => {
  it('fills cells from the chosen one on, and makes months that are not there yet', () => {
    const months = pasted(emptyMonths(2), '1,000\t20\n\t30\t400\r\n5\n', { index: 1, field: 'oneOff' });
    expect(months).toEqual([
      { oneOff: '', running: '', benefit: '' },
      { oneOff: '1000', running: '20', benefit: '' },
      { oneOff: '', running: '30', benefit: '400' },
      { oneOff: '5', running: '', benefit: '' },
    ]);
  });

  it('leaves out what lies beyond the last column and the last month', () => {
    expect(pasted(emptyMonths(1), '7\t8\t9', { index: 0, field: 'benefit' })).toEqual([
      { oneOff: '', running: '', benefit: '7' },
    ]);
    expect(pasted(emptyMonths(120), '1\n2\n3', { index: 119, field: 'oneOff' })).toHaveLength(120);
  });
});

describe('amountText', () => {
  it.each([
    ['€ 1,250.50', '1250.50'],
    ['1.250,50', '1250.50'],
    ['12,5', '12.5'],
    ['−40', '-40'],
    ['–', ''],
    ['soon', 'soon'],
  ])('reads %s', (cell, expected) => {
    expect(amountText(cell)).toBe(expected);
  });
});

describe('writtenMonths', () => {
  it('says only what is said, and comes back as it was', () => {
    const months = [
      { oneOff: '10', running: '', benefit: '' },
      { oneOff: '', running: '', benefit: '' },
      { oneOff: '', running: '', benefit: '5' },
    ];
    expect(writtenMonths(months)).toEqual([
      { month: 1, oneOff: '10' },
      { month: 3, benefit: '5' },
    ]);
    const rows = [
      { month: 1, oneOff: '10', running: '0', benefit: '0' },
      { month: 3, oneOff: '0', running: '0', benefit: '5' },
    ];
    expect(draftMonths(rows, 1)).toEqual(months);
  });
});
