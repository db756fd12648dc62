const halfHourMs = 1_800_000;
const dayMs = 86_400_000;
/** When the measurements begin. */
export const loadBegin = Date.UTC(2022, 0, 1);
const pageSize = 20_000;

/** The same figures every time, without a generator's state: a hash of series and half hour. @param {number} series @param {number} slot */
function figures(series, slot) {
  let hash = Math.imul(series + 1, 2_654_435_761) ^ Math.imul(slot + 1, 2_246_822_519);
  hash = Math.imul(hash ^ (hash >>> 15), 3_266_489_917) >>> 0;
  const denominator = 200 + (hash % 800);
  return { numerator: (hash >>> 10) % Math.ceil(denominator / 4), denominator };
}

/** @param {number} series @param {number} slot @param {number} line */
function record(series, slot, line) {
  const periodStart = new Date(loadBegin + slot * halfHourMs).toISOString();
  const { numerator, denominator } = figures(series, slot);
  return {
    stream: 'measurement',
    naturalKey: `shop ${series}|${periodStart}`,
    fields: { metric: 'conversion', periodStart, numerator: String(numerator), denominator: String(denominator) },
    dimensions: { shop: `shop ${series}` },
    origin: `measured.csv:${line}`,
  };
}

/** What counts them, sliced by their series. */
export const measurementMetrics = [
  {
    key: 'conversion',
    unit: '%',
    formula: {
      kind: 'ratio',
      stream: 'measurement',
      at: ['periodStart'],
      where: { metric: 'conversion' },
      numerator: { sum: 'numerator' },
      denominator: { sum: 'denominator' },
      dimensions: ['dimensions.shop'],
    },
  },
];

/** @param {object[]} records */
function pageOf(records) {
  return { records, rejected: [], filteredOut: 0, cursor: null, progress: null };
}

/** Series after series, as a backfill reads them. @param {{ series: number, days: number }} load */
export function* measurementPages({ series, days }) {
  let records = [];
  let line = 1;
  for (let each = 0; each < series; each += 1) {
    for (let slot = 0; slot < days * 48; slot += 1) {
      records.push(record(each, slot, (line += 1)));
      if (records.length === pageSize) {
        yield pageOf(records);
        records = [];
      }
    }
  }
  if (records.length > 0) yield pageOf(records);
}

/**
 * Pages behind the newest data, as a poll brings them: of each half hour all series, and so on until the page is full.
 *
 * @param {{ series: number, days: number }} load
 * @param {number} size
 * @param {number} count
 */
export function halfHours({ series, days }, size, count) {
  const pages = [];
  let next = days * 48 * series;
  for (let page = 0; page < count; page += 1) {
    const records = [];
    for (let index = 0; index < size; index += 1, next += 1) {
      records.push(record(next % series, Math.floor(next / series), index + 1));
    }
    pages.push(pageOf(records));
  }
  return pages;
}

/** The rows of the same load as COPY takes them. @param {{ series: number, days: number }} load */
export function* referenceText({ series, days }) {
  let text = '';
  for (let each = 0; each < series; each += 1) {
    for (let day = 0; day < days; day += 1) {
      const date = new Date(loadBegin + day * dayMs).toISOString().slice(0, 10);
      for (let half = 0; half < 48; half += 1) {
        const { numerator, denominator } = figures(each, day * 48 + half);
        const hour = String(half >> 1).padStart(2, '0');
        text += `${each}\t${date} ${hour}:${half % 2 ? '30' : '00'}:00+00\t${numerator}\t${denominator}\n`;
      }
      if (text.length > 500_000) {
        yield text;
        text = '';
      }
    }
  }
  yield text;
}
