/**
 * Who has owned a metric at any time since its latest version was made, the first one first, as JSON; of the metric `m` with that version `v`.
 * How the metric was when the version was made stands in the revision of that moment, or else in the last one before.
 */
export const ownersSinceVersion = `
  (select coalesce(json_agg(json_build_object('side', owner.key, 'id', owner.value) order by r.id), '[]')
     from configuration_revision r, jsonb_each_text(r.content -> 'owners') owner
    where r.kind = 'metric' and r.subject_id = m.key and r.id >= coalesce(
      (select min(id) from configuration_revision
        where kind = 'metric' and subject_id = m.key and recorded_at = v.created_at),
      (select max(id) from configuration_revision
        where kind = 'metric' and subject_id = m.key and recorded_at < v.created_at), 0))`;
