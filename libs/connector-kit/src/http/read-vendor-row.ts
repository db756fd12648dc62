import type { MendedRow, RowReading } from '../connector.js';
import { streamsOf, type HttpDeclaration } from './declaration.js';
import { normalizeRows } from './normalize-rows.js';
import { parseJson } from './parse-json.js';

/** Reads one vendor's row as somebody has mended it: the JSON that was refused, put right. */
export function readVendorRow<Settings>(
  declaration: Pick<HttpDeclaration<Settings>, 'id' | 'streams' | 'bySettings'>,
  settings: Settings,
  { file, raw, stream: delivered }: MendedRow,
): RowReading {
  const stream = streamsOf(declaration, settings).find(({ name }) => file === name || file.startsWith(`${name} of `));
  if (!stream)
    return { field: null, reason: `Nothing reads rows of "${file}" any more. Dismiss it, with this reason.` };
  let row: unknown;
  try {
    row = parseJson(raw);
  } catch {
    return { field: null, reason: 'This is not JSON: write the row as the vendor should have given it.' };
  }
  const partition = file === stream.name ? '' : file.slice(`${stream.name} of `.length);
  const { records, rejected, gone } = normalizeRows(stream, [row], { connector: declaration.id, settings, partition });
  const refused = rejected.find((one) => one.stream === delivered) ?? rejected[0];
  return refused ? { field: refused.field, reason: refused.reason } : { records, gone };
}
