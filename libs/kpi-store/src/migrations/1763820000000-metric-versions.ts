import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Versions that count the same share their counted rows; dimensions stand in alphabetical order in the slices of all rows. */
export class MetricVersions1763820000000 implements MigrationInterface {
  name = 'MetricVersions1763820000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table metric_version
        add column counted_by bigint constraint metric_version_counted_by references metric_version (id)`);
    // Superseded versions were not kept up to date, and slices stood in the order of the definition: what is affected is counted anew.
    await runner.query(`
      update metric_version v set counted_at = null
        from metric m
       where m.key = v.metric_key
         and (v.version < m.current_version
              or v.definition #> '{formula,dimensions}' <>
                 (select coalesce(jsonb_agg(d order by d #>> '{}' collate "C"), '[]')
                    from jsonb_array_elements(v.definition #> '{formula,dimensions}') d))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table metric_version drop column counted_by');
  }
}
