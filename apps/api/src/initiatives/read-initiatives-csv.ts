import { InvalidInput } from '@tandem/application/input-errors';
import type { ImportedRow } from '@tandem/application/initiatives/import-initiatives';
import { csvList, type ListLine } from '@tandem/connectors/file/csv-list';
import type { ImportedInitiatives } from '@tandem/contracts/initiatives';
import type { ConfigurationIssue } from '@tandem/domain/organisation/check-configuration';
import { didYouMean } from '../configuration/did-you-mean.js';
import { reasonSentence } from '../configuration/reason-sentence.js';
import { columnOf, columns, readCells, type Column, type ReadCells } from './initiative-cells.js';

type Refused = ImportedInitiatives['refused'][number];

const needed = ['id', 'title', 'agenda'] as const;
/** Each is held against all others while nothing else of the configuration can change: a list that no portfolio has would stop everybody. */
export const mostLines = 500;

export interface ReadList {
  readonly rows: readonly ImportedRow[];
  readonly refused: readonly Refused[];
  readonly columns: readonly Column[];
  /** Of each line, also of those that were refused. */
  readonly cellsOf: ReadonlyMap<number, readonly string[]>;
}

/**
 * A list of initiatives as CSV. A file without its columns is refused as a whole; a line that cannot be read is told with its column and its
 * text, and the others are taken.
 */
export function readInitiativesCsv(text: string): ReadList {
  const lines = parsed(text);
  const [heading, ...body] = lines;
  const present = headingOf(heading?.cells ?? []);
  if (body.length > mostLines) {
    const reason = `The list has ${body.length} lines below its heading: bring at most ${mostLines} at once.`;
    throw new InvalidInput([{ field: 'text', reason }]);
  }
  const rows: ImportedRow[] = [];
  const refused: Refused[] = [];
  const lineOfId = new Map<string, number>();
  for (const { cells, line, raw } of body) {
    const place = { line, text: raw };
    const found = readLine(cells, present);
    if ('faults' in found) {
      refused.push(...found.faults.map((fault) => ({ ...place, ...fault })));
      continue;
    }
    const { initiative } = found;
    const before = lineOfId.get(initiative.id);
    if (before !== undefined) {
      const reason = `"${initiative.id}" stands in line ${before} already: give each initiative an id of its own.`;
      refused.push({ ...place, column: 'id', reason });
      continue;
    }
    lineOfId.set(initiative.id, line);
    rows.push({ ...place, initiative });
  }
  return { rows, refused, columns: present, cellsOf: new Map(body.map(({ line, cells }) => [line, cells])) };
}

/** What the store has against a line, in the words of the file. */
export function refusedIssue({ line, text }: ImportedRow, { path, reason }: ConfigurationIssue): Refused {
  return { line, text, column: columnOf(path), reason: reasonSentence(reason) };
}

function parsed(text: string): readonly ListLine[] {
  const read = csvList(text);
  if ('lines' in read) return read.lines;
  throw new InvalidInput([{ field: 'text', reason: `This is no CSV that can be read: ${read.unreadable}` }]);
}

function headingOf(cells: readonly string[]): readonly Column[] {
  const isKnown = (name: string): name is Column => (columns as readonly string[]).includes(name);
  const unknown = cells.filter((name) => !isKnown(name));
  const missing = needed.filter((name) => !cells.includes(name));
  const reasons = [
    ...unknown.map((name) => `line 1: there is no column "${name}"${didYouMean(name, columns)}`),
    ...missing.map((name) => `line 1: the column "${name}" is missing`),
  ];
  if (reasons.length > 0)
    throw new InvalidInput(
      reasons.map((reason) => ({ field: 'text', reason: `${reason}. Columns are: ${columns.join(', ')}.` })),
    );
  return cells.filter(isKnown);
}

export function readLine(cells: readonly string[], present: readonly Column[]): ReadCells {
  if (cells.length > present.length) {
    const reason = `The line has ${cells.length} cells and the heading ${present.length}: put quotes around a cell that holds a comma.`;
    return { faults: [{ column: '', reason }] };
  }
  const values = new Map(present.map((column, index) => [column, cells[index] ?? '']));
  return readCells((column) => values.get(column) ?? '');
}
