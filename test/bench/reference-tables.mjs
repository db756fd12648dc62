/**
 * The tables that the hand-written SQL reads: the sums of each series and day, which series belong to which metric, and the sums of each
 * metric and day. Made from what the product holds, indexed as their questions want it, and read without row-level security.
 *
 * @param {any} database
 * @param {readonly (readonly number[])[]} seriesOfMetrics
 */
export async function makeReferenceTables({ owner }, seriesOfMetrics) {
  await owner.query(`
    create table series_day (series integer, day date, numerator numeric, denominator numeric, primary key (series, day));
    create index on series_day (day);
    create table metric_series (metric integer, series integer, primary key (metric, series));
    create table metric_day (metric integer, day date, numerator numeric, denominator numeric, primary key (metric, day))`);
  await owner.query(
    `insert into series_day
     select substring(o.slice[1] from '\\d+')::integer, o.day, o.numerator, o.denominator
       from observation o join metric_version v on v.id = o.metric_version_id where v.metric_key = 'conversion'`,
  );
  for (const [metric, series] of seriesOfMetrics.entries()) {
    await owner.query('insert into metric_series select $1, unnest($2::integer[])', [metric, series]);
  }
  await owner.query(`
    insert into metric_day
    select metric, day, sum(numerator), sum(denominator) from metric_series join series_day using (series) group by 1, 2`);
  for (const table of ['series_day', 'metric_series', 'metric_day', 'observation', 'measurement'])
    await owner.query(`vacuum analyze ${table}`);
}
