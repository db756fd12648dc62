import { csvText } from './csv-text.js';

describe('csvText', () => {
  it('quotes what holds a comma, a quote or a line break', () => {
    expect(csvText(['a', 'b'], [['x,y', 'say "no"\nnow']])).toBe('a,b\r\n"x,y","say ""no""\nnow"\r\n');
  });

  it('neutralises text that a spreadsheet would run, and keeps numbers numbers', () => {
    expect(csvText(['v'], [['=1+1'], ['@x'], ['-5.10'], ['-x'], ['\tx']])).toBe(
      "v\r\n'=1+1\r\n'@x\r\n-5.10\r\n'-x\r\n'\tx\r\n",
    );
  });

  it('leaves an absent value empty, which is not 0', () => {
    expect(csvText(['v', 'w'], [[null, 0]])).toBe('v,w\r\n,0\r\n');
  });
});
