import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bookingsKept, enrolments, leadTime, releases, serviceLevel, type RecordedSeries } from './recorded-series.js';
import { scoreForecasts, scoreRow, type Score } from './score-forecasts.js';

const document = path.resolve(import.meta.dirname, '../../docs/forecasting.md');
const horizons = [1, 4, 8, 13];
const writes = process.env['TANDEM_WRITE_FORECASTING'] === 'yes';
const [begin, end] = ['<!-- measured: npm run forecasting -->', '<!-- end of what was measured -->'];

/** Rows of the table as the document has them; spaces that only align its columns do not count. */
function documented(): string[] {
  return readFileSync(document, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replace(/\s*\|\s*/g, ' | ').trim());
}

const measured = (series: RecordedSeries) =>
  horizons.flatMap((horizon) => {
    const score = scoreForecasts(series, horizon);
    return score ? [{ score, row: scoreRow(score, series.decimals) }] : [];
  });

function summary(scores: readonly Score[]): string {
  const counted = scores.reduce((sum, { forecasts }) => sum + forecasts, 0);
  const mean = (pick: (score: Score) => number) =>
    scores.reduce((sum, score) => sum + pick(score) * score.forecasts, 0) / counted;
  const better = (pick: (score: Score) => number) => scores.filter((score) => score.error <= pick(score)).length;
  return (
    `Over all ${scores.length} rows, ${counted} forecasts: the 80 % range held ${Math.round(mean(({ held80 }) => held80) * 100)} % of the time and the ` +
    `50 % range ${Math.round(mean(({ held50 }) => held50) * 100)} %; the mean error was at most that of naive in ${better(({ naiveError }) => naiveError)} rows and at most ` +
    `that of drift in ${better(({ driftError }) => driftError)}; the mean ratio of errors was ${mean(({ error, naiveError }) => error / naiveError).toFixed(2)} to naive ` +
    `and ${mean(({ error, driftError }) => error / driftError).toFixed(2)} to drift.`
  );
}

describe('forecasts of recorded pasts', () => {
  if (writes) {
    it('are scored anew and written down', () => {
      const all = [
        bookingsKept(),
        serviceLevel(),
        ...['taskforcesh/bullmq', 'prometheus/prometheus'].flatMap((name) => [releases(name), leadTime(name)]),
        enrolments(),
      ].flatMap(measured);
      const head = [
        '| series | steps ahead | forecasts | error | naive | ÷ naive | drift | ÷ drift | 80 % held | 50 % held |',
        '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
      ];
      const text = readFileSync(document, 'utf8');
      const [before] = text.split(begin);
      const [, after] = text.split(end);
      const table = [...head, ...all.map(({ row }) => row)].join('\n');
      const written = `${begin}\n\n${table}\n\n${summary(all.map(({ score }) => score))}\n\n${end}`;
      writeFileSync(document, `${before}${written}${after}`);
    }, 900_000);
  }

  it('are as docs/forecasting.md says, on the bookings of two hotels', () => {
    const rows = measured(bookingsKept()).map(({ row }) => row);
    expect(rows).toHaveLength(horizons.length);
    expect(documented()).toEqual(expect.arrayContaining(rows));
  });

  it('hold what they promise there: the 80 % range about as often as it says, and errors below those of drift', () => {
    for (const { score } of measured(bookingsKept())) {
      expect(score.held80).toBeGreaterThan(0.75);
      expect(score.held80).toBeLessThan(0.9);
      expect(score.error).toBeLessThan(score.driftError);
    }
  });
});
