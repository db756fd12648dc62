import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const document = readFileSync(path.join(root, 'docs/security.md'), 'utf8');

/** Requirements of levels 1 and 2 in each chapter of OWASP ASVS 5.0.0. */
const requirements: Readonly<Record<number, number>> = {
  1: 27,
  2: 11,
  3: 19,
  4: 10,
  5: 9,
  6: 35,
  7: 18,
  8: 7,
  9: 7,
  10: 29,
  11: 14,
  12: 9,
  13: 13,
  14: 9,
  15: 13,
  16: 16,
  17: 7,
};

interface Row {
  readonly ids: readonly string[];
  readonly status: string;
  readonly shown: string;
}

const cells = document.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

const rows: readonly Row[] = cells
  .filter(([, ids = '']) => /^V\d+\.\d+\.\d+/.test(ids))
  .map(([, ids = '', status = '', , shown = '']) => ({ ids: ids.split(', '), status, shown }));

describe('the table of requirements in docs/security.md', () => {
  it('holds every requirement of levels 1 and 2 once', () => {
    const ids = rows.flatMap((row) => row.ids);
    expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
    const counts = Object.fromEntries(
      Object.keys(requirements).map((chapter) => [chapter, ids.filter((id) => id.startsWith(`V${chapter}.`)).length]),
    );
    expect(counts).toEqual(requirements);
  });

  it('says of each whether it is met, and by what', () => {
    for (const { ids, status, shown } of rows) {
      expect([ids, ['met', 'partly', 'not met', 'not applicable'].includes(status)]).toEqual([ids, true]);
      if (status === 'met') expect([ids, shown !== '']).toEqual([ids, true]);
    }
  });
});

describe('the list of threats in docs/security.md', () => {
  it('holds each threat that tests are named by, with its answer and its tests', () => {
    const numbered = cells.filter(([, number = '']) => /^\d+$/.test(number));
    expect(numbered.map(([, number]) => Number(number))).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    for (const [, number, threat, answer, shown = ''] of numbered) {
      expect([number, threat !== '' && answer !== '' && /\.spec\.ts`/.test(shown)]).toEqual([number, true]);
    }
  });
});

describe('what docs/security.md refers to', () => {
  it('is there: files, and titles that stand in them', () => {
    const references = [...document.matchAll(/`((?:apps|docs|libs|test)\/[^`]+)`(?: “([^”]+)”)?/g)];
    expect(references.length).toBeGreaterThan(100);
    const missing = references.flatMap(([, file = '', title]) => {
      const place = path.join(root, file);
      if (!existsSync(place)) return [`there is no ${file}`];
      return title === undefined || readFileSync(place, 'utf8').includes(title) ? [] : [`${file} has no "${title}"`];
    });
    expect(missing).toEqual([]);
  });
});
