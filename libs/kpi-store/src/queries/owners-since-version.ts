/**
 * Who has owned something at any time since its latest version `v` was made, the first one first, as JSON; `id` is the column that names it.
 * How the metric was when the version was made stands in the revision of that moment, or else in the last one before.
 */
const ownersSince = (kind: 'metric' | 'goal', id: string) => `
  (select coalesce(json_agg(json_build_object('side', owner.key, 'id', owner.value) order by r.id), '[]')
     from configuration_revision r, jsonb_each_text(r.content -> 'owners') owner
    where r.kind = '${kind}' and r.subject_id = ${id} and r.id >= coalesce(
      (select min(id) from configuration_revision
        where kind = '${kind}' and subject_id = ${id} and recorded_at = v.created_at),
      (select max(id) from configuration_revision
        where kind = '${kind}' and subject_id = ${id} and recorded_at < v.created_at), 0))`;

/** Of the metric `m` with that version `v`. */
export const ownersSinceVersion = ownersSince('metric', 'm.key');
/** Of the goal `g` with that version `v`. */
export const goalOwnersSinceVersion = ownersSince('goal', 'g.id');
