import type { RefusedLine } from '@tandem/application/initiatives/initiative-ports';
import type { ImportedRow } from '@tandem/application/initiatives/import-initiatives';
import { thingDocument } from '@tandem/application/export-configuration';
import type { FoundItems } from '@tandem/connector-kit/connector';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import {
  idOfIssue,
  trackedCell,
  type TrackedColumn,
  type TrackerMapping,
} from '@tandem/domain/initiative/tracker-mapping';
import type { Initiative } from '@tandem/domain/initiative/initiative';
import { listCell } from './csv-cells.js';
import { readCells, type Column } from './initiative-cells.js';

type Item = FoundItems['items'][number];

export interface ReadItems {
  readonly rows: readonly ImportedRow[];
  readonly refused: readonly RefusedLine[];
}

/**
 * Issues as initiatives, by the mapping. One that is known under its key keeps everything that the mapping does not name; one that cannot be
 * read is told with its cells. Places of issues count from 1, in the order in which the tracker gave them.
 */
export function readTrackedItems(
  items: readonly Item[],
  { fields }: TrackerMapping,
  { initiatives }: Pick<Configuration, 'initiatives'>,
): ReadItems {
  const columns = Object.keys(fields) as TrackedColumn[];
  const known = new Map(initiatives.flatMap((one) => (one.issue === undefined ? [] : [[one.issue, one] as const])));
  const rows: ImportedRow[] = [];
  const refused: RefusedLine[] = [];
  for (const [index, item] of items.entries()) {
    const line = index + 1;
    const cells = new Map<Column, string>(columns.map((column) => [column, cellOf(column, fields, item, known)]));
    const refuse = (faults: RefusedLine['faults']) => refused.push(refusedItem(item, line, cells, faults));
    const before = known.get(item.key);
    const id = before?.id ?? idOfIssue(item.key);
    const other = before === undefined ? initiatives.find((one) => one.id === id) : undefined;
    if (other !== undefined) {
      refuse([{ column: 'issue', reason: takenReason(id, item.key, other) }]);
      continue;
    }
    const document = { ...(before && thingDocument.initiative(before)), id, issue: item.key };
    const read = readCells((column) => cells.get(column) ?? '', { document, owned: columns });
    if ('faults' in read) refuse(read.faults);
    else rows.push({ line, text: item.key, initiative: read.initiative });
  }
  return { rows, refused };
}

export function refusedItem(
  { key, url }: Pick<Item, 'key' | 'url'>,
  line: number,
  cells: ReadonlyMap<Column, string>,
  faults: RefusedLine['faults'],
): RefusedLine {
  const text = [...cells].map(([column, cell]) => `${column}: ${cell}`).join('\n');
  return { source: 'jira', key, line, columns: [...cells.keys()], cells: [...cells.values()], text, url, faults };
}

/** What an issue waits for are issues too: each is meant as the initiative that it is, or becomes. */
function cellOf(
  column: TrackedColumn,
  fields: TrackerMapping['fields'],
  { fields: found }: Item,
  known: ReadonlyMap<string, Initiative>,
): string {
  const cell = trackedCell(fields[column] ?? {}, found);
  if (column === 'depends_on')
    return listCell(cell)
      .map((one) => known.get(one)?.id ?? (isIssue.test(one) ? idOfIssue(one) : one))
      .join('; ');
  // A day says its month.
  return column === 'start' ? cell.replace(/^(\d{4}-\d{2})-\d{2}.*$/s, '$1') : cell;
}

const isIssue = /^[A-Z][A-Z0-9_]*-\d+$/;

function takenReason(id: string, key: string, { issue }: Initiative): string {
  return issue === undefined
    ? `There is an initiative "${id}" that was not taken in from Jira. If it is meant, write "issue: ${key}" there; otherwise change its id.`
    : `The initiative "${id}" is kept in ${issue} already: take it out there, or change its id.`;
}
