import { PassThrough } from 'node:stream';
import { progressLine } from './progress-line.js';

function written(isTTY: boolean, use: (line: ReturnType<typeof progressLine>) => void): string {
  const out = Object.assign(new PassThrough(), { isTTY });
  use(progressLine(out, 'Loading'));
  return String(out.read() ?? '');
}

describe('progress line', () => {
  it('draws one line over and over on a terminal', () => {
    const text = written(true, (line) => {
      line.show(0);
      line.show(0.5);
      line.end('Done.');
    });
    expect(text).toBe(
      `\rLoading [${'.'.repeat(30)}]   0 %\rLoading [${'#'.repeat(15)}${'.'.repeat(15)}]  50 %\nDone.\n`,
    );
  });

  it('tells each quarter once where nothing can be drawn over', () => {
    const text = written(false, (line) => {
      for (const share of [0, 0.1, 0.3, 0.26, 0.9, 2]) line.show(share);
      line.end('Done.');
    });
    expect(text).toBe('Loading: 0 %\nLoading: 25 %\nLoading: 75 %\nLoading: 100 %\nDone.\n');
  });
});
