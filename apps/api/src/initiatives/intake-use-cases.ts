import { createHash } from 'node:crypto';
import { Contradiction } from '@tandem/application/access/access-ports';
import { InvalidInput, NotFound } from '@tandem/application/input-errors';
import {
  importInitiatives,
  type ImportInitiativesRequest,
  type RefusedRow,
} from '@tandem/application/initiatives/import-initiatives';
import type { RefusedLine, RefusedLines } from '@tandem/application/initiatives/initiative-ports';
import type { InitiativeDependencies } from '@tandem/application/initiatives/record-verdicts';
import type { findItems } from '@tandem/application/sources/find-items';
import { mostIssues, type JiraImported, type JiraIntake } from '@tandem/contracts/initiative-intake';
import type { ImportedInitiatives } from '@tandem/contracts/initiatives';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { fieldsOf, type TrackedColumn } from '@tandem/domain/initiative/tracker-mapping';
import { columns as allColumns, type Column } from './initiative-cells.js';
import { readInitiativesCsv, readLine, refusedIssue } from './read-initiatives-csv.js';
import { readTrackedItems, refusedItem, type ReadItems } from './read-tracked-items.js';

export interface IntakeDependencies extends InitiativeDependencies {
  readonly refusals: RefusedLines;
  readonly findItems: ReturnType<typeof findItems>;
}

type Request = Omit<ImportInitiativesRequest, 'rows'>;

/** How ideas come in from lists and from Jira, and what becomes of those that do not. */
export function intakeUseCases(dependencies: IntakeDependencies) {
  const { refusals } = dependencies;
  return {
    importInitiatives: importList(dependencies),
    importFromJira: importFromJira(dependencies),
    mendRefused: mendRefused(dependencies),
    readRefused: async () => ({
      lines: (await refusals.all()).map(({ refusedAt, refusedBy: _, ...line }) => ({
        ...line,
        columns: [...line.columns],
        cells: [...line.cells],
        faults: [...line.faults],
        refusedAt: refusedAt.toISOString(),
      })),
    }),
    dismissRefused: async (id: string, actor: string): Promise<void> => {
      if (!(await refusals.remove(id, 'dismiss', actor, dependencies.clock()))) throw new NotFound('refused line', id);
    },
    readJiraIntake: async (): Promise<JiraIntake> => {
      const { organisation, connections } = await dependencies.configuration.load();
      const jira = organisation.initiatives?.jira;
      if (jira === undefined) return { mapping: null };
      const { connection: id, query, fields } = jira;
      const name = connections.find((one) => one.id === id)?.name ?? id;
      const told = Object.entries(fields).map(([column, { field = null }]) => ({
        column: column as TrackedColumn,
        field,
      }));
      return { mapping: { connection: { id, name }, query, fields: told } };
    },
  };
}

function importList(dependencies: IntakeDependencies) {
  const bring = importInitiatives(dependencies);
  return async ({ text, ...request }: Request & { readonly text: string }): Promise<ImportedInitiatives> => {
    const { rows, refused, columns, cellsOf } = readInitiativesCsv(text);
    const brought = await bring({ ...request, rows: () => rows });
    const further = brought.refused.map(({ row, issue }) => refusedIssue(row, issue));
    const told = [...refused, ...further].sort((a, b) => a.line - b.line);
    if (!request.dryRun) {
      const settled = brought.changes.map(({ id }) => id);
      const lines = linesOf(told, columns, cellsOf, settled);
      await dependencies.refusals.keep(
        { source: 'list', refused: lines, settled },
        request.actor,
        dependencies.clock(),
      );
    }
    const changes = brought.changes.map(({ id, line, action }) => ({ id, line, action }));
    return { applied: !request.dryRun, changes, refused: told };
  };
}

/** The faults of each line together. Its id tells it apart, where no other line has it: brought again in order, it is settled. */
function linesOf(
  faults: ImportedInitiatives['refused'],
  columns: readonly Column[],
  cellsOf: ReadonlyMap<number, readonly string[]>,
  settled: readonly string[],
): readonly RefusedLine[] {
  const taken = new Set(settled);
  return [...new Set(faults.map(({ line }) => line))].flatMap((line): RefusedLine[] => {
    const own = faults.filter((fault) => fault.line === line);
    const cells = cellsOf.get(line) ?? [];
    const text = own[0]?.text ?? '';
    const id = cells[columns.indexOf('id')] ?? '';
    const key = id === '' || taken.has(id) ? createHash('sha256').update(text).digest('hex') : id;
    taken.add(key);
    const told = own.map(({ column, reason }) => ({ column, reason }));
    return [{ source: 'list', key, line, columns, cells, text, url: null, faults: told }];
  });
}

function importFromJira(dependencies: IntakeDependencies) {
  const bring = importInitiatives(dependencies);
  return async (request: Request): Promise<JiraImported> => {
    const { jira, connection } = jiraOf(await dependencies.configuration.load());
    const question = { query: jira.query, fields: fieldsOf(jira), most: mostIssues };
    const { items, isCut } = await dependencies.findItems(connection, question);
    let read: ReadItems = { rows: [], refused: [] };
    const rows = (current: Configuration) => {
      read = readTrackedItems(items, jira, current);
      return read.rows;
    };
    const brought = await bring({ ...request, rows });
    const refused = [...read.refused, ...refusedBySurroundings(brought.refused, items)];
    const ofLine = (line: number) => read.rows.find((row) => row.line === line);
    const changes = brought.changes.map(({ id, line, action, fields }) => {
      const row = ofLine(line);
      const changed = action === 'change' ? [...new Set(fields.map((field) => field.replace(/[.[].*$/s, '')))] : [];
      return { id, issue: row?.text ?? '', title: row?.initiative.title ?? id, action, fields: changed };
    });
    if (!request.dryRun) {
      const settled = changes.map(({ issue }) => issue);
      await dependencies.refusals.keep({ source: 'jira', refused, settled }, request.actor, dependencies.clock());
    }
    const told = refused.flatMap(({ key, url, faults }) =>
      faults.map((fault) => ({ issue: key, url: url ?? '', ...fault })),
    );
    return { applied: !request.dryRun, found: items.length, isCut, changes, refused: told };
  };
}

function jiraOf({ organisation, connections }: Configuration) {
  const jira = organisation.initiatives?.jira;
  const connection = connections.find(({ id }) => id === jira?.connection);
  if (jira !== undefined && connection !== undefined) return { jira, connection };
  const reason =
    'Nobody has said yet where ideas are taken in from: name the connection to Jira, a query and its fields.';
  throw new InvalidInput([{ field: 'mapping', reason }]);
}

/** What is read, but names what is not there. */
function refusedBySurroundings(
  refused: readonly RefusedRow[],
  items: Parameters<typeof readTrackedItems>[0],
): readonly RefusedLine[] {
  return [...new Set(refused.map(({ row }) => row))].flatMap((row) => {
    const item = items[row.line - 1];
    const own = refused.filter((one) => one.row === row);
    const faults = own.map(({ issue }) => refusedIssue(row, issue)).map(({ column, reason }) => ({ column, reason }));
    return item === undefined ? [] : [refusedItem(item, row.line, new Map(), faults)];
  });
}

function mendRefused(dependencies: IntakeDependencies) {
  const bring = importInitiatives(dependencies);
  const { refusals } = dependencies;
  return async (id: string, cells: Readonly<Record<string, string>>, actor: string): Promise<{ id: string }> => {
    const line = await refusals.find(id);
    if (line === null) throw new NotFound('refused line', id);
    if (line.source === 'jira')
      throw new Contradiction(`${line.key} is kept in Jira: mend it there, and take the issues in again.`);
    const columns = allColumns.filter((column) => line.columns.includes(column) || Object.hasOwn(cells, column));
    const written = columns.map((column) => (cells[column] ?? line.cells[line.columns.indexOf(column)] ?? '').trim());
    const read = readLine(written, columns);
    if ('faults' in read) throw new InvalidInput(read.faults.map(asField));
    const row = { line: line.line, text: line.text, initiative: read.initiative };
    const brought = await bring({ rows: () => [row], actor, dryRun: false });
    if (brought.refused.length > 0)
      throw new InvalidInput(brought.refused.map(({ issue }) => asField(refusedIssue(row, issue))));
    await refusals.remove(id, 'mend', actor, dependencies.clock());
    return { id: read.initiative.id };
  };
}

function asField({ column, reason }: { readonly column: string; readonly reason: string }) {
  return { field: column === '' ? 'cells' : `cells.${column}`, reason };
}
