import type { Initiative } from '@tandem/domain/initiative/initiative';
import { checkConfiguration, type ConfigurationIssue } from '@tandem/domain/organisation/check-configuration';
import { mergeConfiguration } from '@tandem/domain/organisation/merge-configuration';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { configurationDifference } from '../configuration-difference.js';
import { recordVerdicts, type InitiativeDependencies } from './record-verdicts.js';

/** An initiative of a list, with its place in it and the line as it stands there. */
export interface ImportedRow {
  readonly line: number;
  readonly text: string;
  readonly initiative: Initiative;
}

export interface ImportInitiativesRequest {
  /** What is to be brought in, given what is there: read within the transaction, so that nobody's change in between is lost. */
  readonly rows: (current: Configuration) => readonly ImportedRow[];
  readonly actor: string;
  readonly dryRun: boolean;
}

export interface RefusedRow {
  readonly row: ImportedRow;
  readonly issue: ConfigurationIssue;
}

export interface BroughtInitiatives {
  readonly changes: {
    readonly id: string;
    readonly line: number;
    readonly action: 'create' | 'change' | 'unchanged';
    readonly fields: readonly string[];
  }[];
  readonly refused: readonly RefusedRow[];
}

/**
 * Brings a list of initiatives in. The id of each is its key: a list that is brought again changes nothing. A row with a fault stays out, told
 * with its line, and so does a row that needs it; all others come in, in one transaction.
 */
export function importInitiatives(dependencies: InitiativeDependencies) {
  const judge = recordVerdicts(dependencies);
  return async ({ rows, actor, dryRun }: ImportInitiativesRequest): Promise<BroughtInitiatives> => {
    const now = dependencies.clock();
    let brought: BroughtInitiatives = { changes: [], refused: [] };
    await dependencies.configuration.change(
      (current) => {
        const { taken, refused } = withoutFaults(current, rows(current));
        const initiatives = taken.map(({ initiative }) => initiative);
        const next = mergeConfiguration(current, { initiatives });
        const changes = configurationDifference(current, next, { initiatives });
        const lines = new Map(taken.map(({ initiative, line }) => [initiative.id, line]));
        const told = changes.map(({ id, action, fields }) => ({
          id,
          fields: fields.map(({ field }) => field),
          line: lines.get(id) ?? 0,
          action: action === 'propose' ? ('change' as const) : action,
        }));
        brought = { changes: told, refused };
        return { next, changes };
      },
      { now, dryRun, actor },
    );
    if (!dryRun) await judge(now);
    return brought;
  };
}

/** Takes rows out until nothing is wrong with the others: what needs a row that stays out stays out too. */
function withoutFaults(
  current: Configuration,
  rows: readonly ImportedRow[],
): { readonly taken: readonly ImportedRow[]; readonly refused: readonly RefusedRow[] } {
  const refused: RefusedRow[] = [];
  let taken = rows;
  for (;;) {
    const issues = checkConfiguration(current, { initiatives: taken.map(({ initiative }) => initiative) });
    const faulty = new Set<ImportedRow>();
    for (const issue of issues) {
      const row = issue.kind === 'initiative' && issue.index !== null ? taken[issue.index] : undefined;
      if (row === undefined) continue;
      faulty.add(row);
      refused.push({ row, issue });
    }
    if (faulty.size === 0) return { taken, refused };
    taken = withoutDependents(
      current,
      taken.filter((row) => !faulty.has(row)),
      refused,
    );
  }
}

/** Takes out, and tells, what needs a row that stays out, and what needs that: all at once, for the whole configuration is checked anew after it. */
function withoutDependents(current: Configuration, rows: readonly ImportedRow[], refused: RefusedRow[]): ImportedRow[] {
  const stored = current.initiatives.map(({ id }) => id);
  let left = [...rows];
  for (;;) {
    const known = new Set([...stored, ...left.map(({ initiative }) => initiative.id)]);
    const kept = left.filter((row) => {
      const { id, dependsOn = [] } = row.initiative;
      const place = dependsOn.findIndex((need) => !known.has(need));
      if (place < 0) return true;
      const reason = {
        code: 'referenceUnknown',
        kind: 'initiative',
        id: dependsOn[place] ?? '',
        known: [...known],
      } as const;
      refused.push({ row, issue: { kind: 'initiative', id, index: null, path: ['dependsOn', place], reason } });
      return false;
    });
    if (kept.length === left.length) return left;
    left = kept;
  }
}
