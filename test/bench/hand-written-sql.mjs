/** The last day that there is data of. */
const last = '(select max(day) from series_day)';
const rate = (/** @type {string} */ numerator, /** @type {string} */ denominator) =>
  `round(100 * ${numerator} / nullif(${denominator}, 0), 2)::text`;

/** What somebody would write by hand for the same questions, by the route that answers them; over tables that `reference-tables.mjs` makes. */
export const handWrittenSql = {
  /** Of each metric the windows of four weeks that the board shows: day by day for a quarter, and week by week for three years. */
  board: `
    with daily as (
      select metric, day, sum(numerator) as numerator, sum(denominator) as denominator
        from metric_series join series_day using (series) where day > ${last} - 1120 group by metric, day),
    windows as (
      select metric, day, sum(numerator) over trailing as numerator, sum(denominator) over trailing as denominator
        from daily window trailing as (partition by metric order by day rows 27 preceding))
    select metric, day::text, ${rate('numerator', 'denominator')} as value
      from windows where day > ${last} - 91 or ((${last} - day) % 7 = 0 and day > ${last} - 1092) order by metric, day`,
  /** A year of days of one metric. */
  days: `
    select day::text, numerator::text, denominator::text, ${rate('numerator', 'denominator')} as value
      from metric_day where metric = 7 and day > ${last} - 365 order by day`,
  /** The ten series that moved the whole most between the last four weeks and the four before. */
  top: `
    with parts as (
      select series, sum(numerator) filter (where day > ${last} - 28) as numerator, sum(denominator) filter (where day > ${last} - 28) as denominator,
             sum(numerator) filter (where day <= ${last} - 28) as numerator_before, sum(denominator) filter (where day <= ${last} - 28) as denominator_before
        from series_day where day > ${last} - 56 group by series),
    whole as (
      select sum(numerator) as numerator, sum(denominator) as denominator, sum(numerator_before) as numerator_before,
             sum(denominator_before) as denominator_before from parts)
    select p.series, ${rate('p.numerator', 'p.denominator')} as value, ${rate('p.numerator_before', 'p.denominator_before')} as before,
           round(100 * (p.numerator / w.denominator - p.numerator_before / w.denominator_before), 2)::text as contribution
      from parts p, whole w
     order by abs(p.numerator / w.denominator - p.numerator_before / w.denominator_before) desc limit 10`,
};
