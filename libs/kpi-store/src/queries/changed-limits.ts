/**
 * The limits whose alert may change, among any number of them, in one statement over their narrow rows. It repeats what `evaluateThreshold`
 * and `nextAlertState` say, only to leave out what stays as it is: what it names is judged by these functions themselves, and a test holds
 * that it names all that change.
 *
 * The usual case is asked first and each comparison once, and what is shown is fetched only where a limit is not calm: it is as wide as
 * all the rest of a row, for every limit.
 *
 * $1: now. $2: keys of metrics, when `ofMetrics`.
 */
export function changedLimitsStatement(ofMetrics: boolean): string {
  return `
    select w.guardrail_id as id
      from guardrail_watch w join guardrail_reading r on r.id = w.reading_id
     where ${ofMetrics ? 'r.metric_key = any($2) and' : ''}
           case r.class
             when 'known' then
               case
                 when r.value is null or r.n < w.minimum_events then w.standing in ('noData', 'error', 'recovering')
                 when ${isBeyond} then w.standing <> 'firing' and (w.standing <> 'pending' or ${isDue})
                 else w.standing <> 'calm' and (w.standing <> 'recovering' or ${isDue})
               end or (w.standing <> 'calm' and ${isOld})
             when 'noData' then w.standing <> 'noData'
             when 'error' then w.standing <> 'error'
             when 'backfill' then w.standing = 'recovering'
             else false
           end`;
}

const isBeyond = `
  case when w.is_floor
    then r.value < w.fire or (w.equal_is_outside and r.value = w.fire) or (w.is_firing and r.value < w.clear)
    else r.value > w.fire or (w.equal_is_outside and r.value = w.fire) or (w.is_firing and r.value > w.clear)
  end`;

/** Its time has come, or its beginning lies ahead because the clock was set back. */
const isDue = `
  (w.due_at <= $1 or w.due_at > $1 + (case w.standing when 'pending' then w.for_ms else w.keep_ms end) * interval '1 ms')`;

/** The alert shows another reading than the latest. */
const isOld = `
  exists (select from guardrail_reading shown
           where shown.id = w.reading_id
             and (w.shown is distinct from shown.shown or w.shown_end is distinct from shown.observation #>> '{observation,end}'))`;
