import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { IsNull, type EntityManager } from 'typeorm';
import { MetricEntity } from '../entities/metric.entity.js';
import { MetricVersionEntity } from '../entities/metric-version.entity.js';
import { formulaHash } from './configuration-rows.js';

/** Adds the next version of a metric. One that counts as an earlier one did shares that one's counted rows. */
export async function writeVersion(
  manager: EntityManager,
  version: {
    readonly key: string;
    readonly definition: MetricDefinition;
    readonly validFrom: Date;
    readonly proposalId: string | null;
    /** From when it was known; now, unless history is imported. */
    readonly knownFrom?: Date | null;
    readonly now: Date;
  },
): Promise<void> {
  const { key, definition, validFrom, proposalId, knownFrom, now } = version;
  const hash = formulaHash(definition.formula);
  const latest = await manager.findOne(MetricVersionEntity, { where: { metricKey: key }, order: { version: 'DESC' } });
  const counting = await manager.findOneBy(MetricVersionEntity, {
    metricKey: key,
    formulaHash: hash,
    countedBy: IsNull(),
  });
  const number = (latest?.version ?? 0) + 1;
  await manager.insert(MetricVersionEntity, {
    metricKey: key,
    version: number,
    validFrom: latest !== null && latest.validFrom > validFrom ? latest.validFrom : validFrom,
    definition,
    formulaHash: hash,
    countedBy: counting?.id ?? null,
    proposalId,
    knownFrom: knownFrom ?? now,
    createdAt: now,
    updatedAt: now,
  });
  await manager.update(MetricEntity, { key }, { currentVersion: number, updatedAt: now });
}
