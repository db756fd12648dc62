import { consoleLog } from './console-log.js';

const clock = () => new Date('2026-11-02T10:00:00.000Z');

function linesAt(
  level: 'error' | 'warn' | 'info' | 'debug',
  use: (log: ReturnType<typeof consoleLog>) => void,
): string[] {
  const lines: string[] = [];
  use(consoleLog(level, (line) => lines.push(line), clock));
  return lines;
}

describe('the log', () => {
  it('writes one line for each event that is serious enough', () => {
    const lines = linesAt('warn', (log) => {
      log.info('not told');
      log.warn('told', { guardrail: 'conversion' });
      log.error('told too');
    });
    expect(lines).toEqual([
      '2026-11-02T10:00:00.000Z warn  told {"guardrail":"conversion"}\n',
      '2026-11-02T10:00:00.000Z error told too\n',
    ]);
  });

  it('tells message, code and cause of an error, and where it came from only when asked', () => {
    const error = Object.assign(new Error('what', { cause: new Error('why') }), { code: 'E1' });
    const [line] = linesAt('info', (log) => {
      log.error('Failed.', { error });
    });
    expect(line).toBe(
      '2026-11-02T10:00:00.000Z error Failed. {"error":{"message":"what","code":"E1","cause":{"message":"why"}}}\n',
    );
    expect(linesAt('debug', (log) => log.error('Failed.', { error })).join()).toContain('console-log.spec');
  });
});
