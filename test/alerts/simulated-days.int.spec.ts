import type { AlertStore } from '@tandem/application/ports';
import { breachAt } from '@tandem/domain/guardrail/late-periods';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import { createAlertStore } from '@tandem/kpi-store/repositories/alert-store';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { exampleGuardrail, exampleMetric } from '@tandem/testing/alert-examples';
import { randomOf, type Random } from '../fuzz/random.js';
import { AlertStage } from './alert-stage.js';

/** A short set; `npm run simulate` plays ten thousand. A failure names its seed, and `npm run simulate -- 20 <seed>` plays it again. */
const days = Number(process.env['TANDEM_TEST_DAYS'] ?? 100);
const firstSeed = process.env['TANDEM_TEST_SEED'] ?? 'simulated';
const daysOfALife = 20;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A zone without clock changes. */
const begin = Date.parse('2026-06-01T00:00:00.000Z');
const midnight = (index: number) => new Date(begin + index * dayMs);

const floor: Guardrail = {
  ...{ ...exampleGuardrail, kind: 'threshold' as const },
  ...{ atLeast: '60', windowDays: 1, minimumEvents: 1, forMs: 0, keepFiringForMs: 6 * hourMs, routes: ['hook'] },
};
const guardrails: readonly Guardrail[] = [floor, { ...floor, id: 'slow', windowDays: 3, forMs: 30 * hourMs }];

/** One life of the product on a clock of its own: a vendor, a database and a receiver that fail as a seed has it. */
class Life {
  private readonly truth: number[] = [];
  private readonly known = new Set<number>();
  private collectedTo = 0;

  private constructor(
    private readonly stage: AlertStage,
    private readonly random: Random,
  ) {}

  static async begin(seed: string): Promise<Life> {
    const stage = await AlertStage.open(guardrails);
    const { pool } = stage.database;
    await pool.query(`update organisation set time_zone = 'UTC'`);
    await pool.query('update metric_version set valid_from = $1', [midnight(-400)]);
    await pool.query('update stream_coverage set covered_from = $1, covered_to = $2', [midnight(-5), midnight(0)]);
    const life = new Life(stage, randomOf(seed));
    for (let day = -5; day < 0; day += 1) await life.deliver(day, 80);
    stage.now = new Date(midnight(0).getTime() + hourMs);
    await stage.evaluate();
    return life;
  }

  close(): Promise<void> {
    return this.stage.close();
  }

  async play(count: number): Promise<void> {
    for (let day = 0; day < count; day += 1) {
      this.truth.push(this.random.pick([20, 55, 65, 80, 80, 90]));
      await this.vendor(day);
      for (const hour of [1, 7, 13, 19]) {
        // The clock of the machine jumps ahead now and then; within a day it skips looks.
        if (this.random.chance(0.1)) continue;
        this.stage.now = new Date(midnight(day + 1).getTime() + hour * hourMs);
        await this.look(hour === 1);
        await this.send();
      }
    }
    await this.heal(count);
  }

  /** The vendor is silent, sends a part, or sends what it should; and what was missing, or wrong, comes another day. */
  private async vendor(day: number): Promise<void> {
    const right = this.truth[day] ?? 80;
    if (this.random.chance(0.15)) return;
    for (let earlier = 0; earlier < day; earlier += 1)
      if (!this.known.has(earlier) && this.random.chance(0.4)) await this.deliver(earlier, this.truth[earlier] ?? 80);
    const isWrong = this.random.chance(0.2);
    await this.deliver(day, isWrong ? this.random.pick([20, 80]) : right);
    if (isWrong) this.known.delete(day);
    // The same delivery once more changes nothing.
    else if (this.random.chance(0.2)) await this.deliver(day, right);
    await this.stage.coverTo(midnight(day + 1).toISOString());
    this.collectedTo = day + 1;
  }

  private async deliver(day: number, met: number): Promise<void> {
    this.known.add(day);
    await this.stage.database.pool.query(
      `insert into observation (metric_version_id, day, slice, numerator, denominator, n, recorded_at)
       select id, $1, '{}', $2, 100, 100, $3 from metric_version
       on conflict (metric_version_id, day, slice) do update set numerator = excluded.numerator`,
      [midnight(day).toISOString().slice(0, 10), met, this.stage.now],
    );
  }

  /** An evaluator that loses its database before, within or after the transaction of an alert, or runs beside another one. */
  private async look(hasData: boolean): Promise<void> {
    const of = hasData ? [exampleMetric.key] : null;
    const alerts = createAlertStore(this.stage.database);
    const fault = this.random.pick(['none', 'none', 'none', 'before', 'within', 'after', 'beside']);
    const lost = new Error('the database is gone');
    const step: AlertStore['step'] = async (identity, now, decide) => {
      if (fault === 'before') throw lost;
      await alerts.step(identity, now, (alert) => {
        if (fault === 'within') throw lost;
        return decide(alert);
      });
      if (fault === 'after') throw lost;
    };
    if (fault === 'beside') await Promise.all([this.stage.evaluate(of), this.stage.evaluate(null)]);
    else if (fault === 'none') await this.stage.evaluate(of);
    else {
      await this.stage.evaluate(of, { alerts: { ...alerts, step } }).catch(() => undefined);
      // The queue takes the job up again, at once or with the next look.
      if (this.random.chance(0.6)) await this.stage.evaluate(of);
    }
  }

  /** A receiver that refuses, or takes a message and hangs up before it has said so. */
  private async send(): Promise<void> {
    const fault = this.random.pick(['none', 'none', 'refuses', 'hangsUp']);
    this.stage.answerHook = (response) => {
      if (fault === 'hangsUp') response.destroy();
      else response.writeHead(fault === 'refuses' ? 503 : 204).end();
    };
    await this.stage.deliver();
  }

  /** Everything that was missing comes, everybody works again, and time goes on until nothing is due. */
  private async heal(count: number): Promise<void> {
    for (let day = 0; day < count; day += 1) await this.deliver(day, this.truth[day] ?? 80);
    await this.stage.coverTo(midnight(count).toISOString());
    this.collectedTo = count;
    this.stage.answerHook = (response) => void response.writeHead(204).end();
    for (let hour = 20; hour < 48; hour += 3) {
      this.stage.now = new Date(midnight(count).getTime() + hour * hourMs);
      await this.stage.evaluate([exampleMetric.key]);
      await this.stage.deliver();
    }
  }

  /** What is not as it would have been had nothing failed, in words; empty when all is well. */
  async faults(): Promise<string[]> {
    const rows = <T extends object>(sql: string) => this.stage.rows<T>(sql);
    const left = await rows(`select id from outbox where state <> 'delivered'`);
    const twice = await rows(`select occasion, route_id from outbox group by 1, 2 having count(*) > 1`);
    const untold = await rows(
      `select t.id from alert_transition t
        where ((t.from_state = 'pending' and t.to_state = 'firing') or t.to_state = 'resolved')
          and not exists (select 1 from outbox o where o.transition_id = t.id)`,
    );
    const unaudited = await rows(
      `select t.id from alert_transition t
        where (select count(*) from audit_log l where l.subject_kind = 'alert' and l.subject_id = t.alert_id::text and l.at = t.at
                  and l.action = 'alert.' || t.to_state) <> 1`,
    );
    const sent = await rows<{ id: string }>('select id from outbox');
    const arrived = new Set(this.stage.hooks.map(({ id }) => id));
    const missing = sent.filter(({ id }) => !arrived.has(id));
    const lateTwice = await rows(
      `select o.episode_id from outbox o where o.kind = 'detectedLate' group by o.episode_id, o.route_id having count(*) > 1`,
    );
    return [
      ...[left, twice, untold, unaudited, missing, lateTwice].flatMap((found, index) => {
        const name = ['undelivered', 'written twice', 'untold', 'unaudited', 'never arrived', 'told late twice'][index];
        return found.length === 0 ? [] : [`${name ?? ''}: ${found.length}`];
      }),
      ...(await this.outOfOrder()),
      ...(await this.wrongPeriods()),
    ];
  }

  /** Of each alert a firing comes first, and then its end, as they arrived. */
  private async outOfOrder(): Promise<string[]> {
    const kinds = await this.stage.rows<{ alert: string; id: string; kind: string }>(
      `select alert_id as alert, id, kind from outbox where kind in ('fired', 'resolved') order by sequence`,
    );
    const firstAt = new Map<string, number>();
    this.stage.hooks.forEach(({ id }, index) => {
      if (!firstAt.has(id)) firstAt.set(id, index);
    });
    return [...new Set(kinds.map(({ alert }) => alert))].flatMap((alert) => {
      const own = kinds.filter((message) => message.alert === alert);
      const alternate = own.every(({ kind }, index) => kind === (index % 2 === 0 ? 'fired' : 'resolved'));
      const places = own.map(({ id }) => firstAt.get(id) ?? -1);
      const inOrder = places.every((place, index) => index === 0 || place > (places[index - 1] ?? -1));
      return alternate && inOrder ? [] : [`alert ${alert} was told out of order`];
    });
  }

  /** The broken periods on record against those of the data as it stands. */
  private async wrongPeriods(): Promise<string[]> {
    const { database, now } = this.stage;
    const known = await createConfigurationStore(database).known({ now, asKnownAt: null });
    const series = await createObservationReader(database).series({
      versions: known.versions.get(exampleMetric.key) ?? [],
      metrics: known.versions,
      organisation: known.organisation,
      asKnownAt: null,
      now,
    });
    const wrong: string[] = [];
    for (const guardrail of guardrails) {
      const recorded = await this.stage.rows<{ end: Date }>(
        `select p.period_end as end from broken_period p join alert a on a.id = p.alert_id
          where a.guardrail_id = '${guardrail.id}' and p.withdrawn_at is null order by 1`,
      );
      const ends = Array.from({ length: this.collectedTo + 1 }, (_, index) => midnight(index));
      const broken = ends.filter((end) => breachAt(guardrail, { series, slice: '', track: () => null }, end) !== null);
      const [is, should] = [recorded.map(({ end }) => end.toISOString()), broken.map((end) => end.toISOString())];
      if (is.join() !== should.join())
        wrong.push(`${guardrail.id}: broken ${is.join(' ')}, should be ${should.join(' ')}`);
    }
    return wrong;
  }
}

describe('simulated days with a vendor, a database and a receiver that fail', () => {
  it(
    'end as if nothing had failed: nothing lost, nothing doubled, every broken period known',
    async () => {
      const lives = Math.ceil(days / daysOfALife);
      for (let index = 0; index < lives; index += 1) {
        const seed = lives === 1 ? firstSeed : `${firstSeed}-${index}`;
        const life = await Life.begin(seed);
        try {
          await life.play(Math.min(daysOfALife, days - index * daysOfALife));
          expect({ seed, faults: await life.faults() }).toEqual({ seed, faults: [] });
        } finally {
          await life.close();
        }
      }
    },
    Math.max(240_000, days * 6_000),
  );
});
