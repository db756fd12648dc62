/**
 * The limits whose alert may change, among any number of them, in one statement over their narrow rows. It repeats what `evaluateThreshold`
 * and `nextAlertState` say, only to leave out what stays as it is: what it names is judged by these functions themselves, and a test holds
 * that it names all that change.
 *
 * $1: now. $2: keys of metrics, when `ofMetrics`.
 */
export function changedLimitsStatement(ofMetrics: boolean): string {
  return `
    select guardrail_id as id from (
      select w.guardrail_id, w.standing, r.class,
             -- Its time has come, or its beginning lies ahead because the clock was set back.
             w.due_at <= $1 or w.due_at > $1 + (case w.standing when 'pending' then w.for_ms else w.keep_ms end) * interval '1 ms' as is_due,
             case when r.value is null or r.n < w.minimum_events then null
                  when w.is_floor then
                    r.value < w.fire or (w.equal_is_outside and r.value = w.fire) or (w.is_firing and r.value < w.clear)
                  else r.value > w.fire or (w.equal_is_outside and r.value = w.fire) or (w.is_firing and r.value > w.clear)
             end as is_beyond,
             w.standing <> 'calm' and (w.shown is distinct from r.shown or w.shown_end is distinct from r.observation #>> '{observation,end}')
               as is_old
        from guardrail_watch w join guardrail_reading r on r.id = w.reading_id
       ${ofMetrics ? 'where r.metric_key = any($2)' : ''}) judged
     where case class
             when 'unread' then false
             when 'backfill' then standing = 'recovering'
             when 'error' then standing <> 'error'
             when 'noData' then standing <> 'noData'
             else case
               when is_beyond is null then standing in ('noData', 'error', 'recovering')
               when is_beyond then standing <> 'firing' and (standing <> 'pending' or is_due)
               else standing <> 'calm' and (standing <> 'recovering' or is_due)
             end or is_old
           end`;
}
