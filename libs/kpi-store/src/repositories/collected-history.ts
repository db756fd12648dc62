import type { KnownConfiguration } from '@tandem/application/ports';
import type { CollectedHistory } from '@tandem/application/guardrail-ports';
import { inputsOf } from '@tandem/domain/metric/derived-inputs';
import type { RecordFormula } from '@tandem/domain/metric/definition';
import type pg from 'pg';
import { streamsBehind } from '../queries/metric-coverage.js';

interface Step {
  readonly connection_id: string;
  readonly stream: string;
  readonly covered_to: Date | null;
  readonly known_from: Date;
}

/** What the sources had delivered at each time, from the revisions of their coverage: every source counts, the shortest of them. */
export function createCollectedHistory({ pool }: { readonly pool: Pick<pg.Pool, 'query'> }): CollectedHistory {
  return {
    collectedOf: async (versions, metricKey) => {
      const formulas = formulasBehind(versions, metricKey, new Set());
      const steps = await Promise.all(formulas.map((formula) => stepsOf(pool, formula)));
      return shortest(steps.flat());
    },
  };
}

/** Of a formula over metrics those of its inputs, each once. */
function formulasBehind(
  versions: KnownConfiguration['versions'],
  key: string,
  seen: Set<string>,
): readonly RecordFormula[] {
  const formula = versions.get(key)?.at(-1)?.definition.formula;
  if (formula === undefined || seen.has(key)) return [];
  seen.add(key);
  if (formula.kind !== 'derived') return [formula];
  return inputsOf(formula).flatMap((input) => formulasBehind(versions, input, seen));
}

async function stepsOf(pool: Pick<pg.Pool, 'query'>, formula: RecordFormula): Promise<readonly Step[]> {
  const { rows } = await pool.query<Step>(
    `select connection_id, stream, covered_to, known_from from stream_coverage_revision
      where stream = any($1) and ($2::text[] is null or stream <> $3 or connection_id = any($2))
      order by known_from, id`,
    [streamsBehind(formula), formula.connections ?? null, formula.stream],
  );
  return rows;
}

function shortest(steps: readonly Step[]): { at: Date; to: Date | null }[] {
  const reach = new Map<string, Date | null>();
  return [...steps]
    .sort((a, b) => a.known_from.getTime() - b.known_from.getTime())
    .map(({ connection_id: connection, stream, covered_to: to, known_from: at }) => {
      reach.set(`${connection} ${stream}`, to);
      const ends = [...reach.values()];
      const known = ends.flatMap((end) => end?.getTime() ?? []);
      return { at, to: known.length < ends.length ? null : new Date(Math.min(...known)) };
    });
}
