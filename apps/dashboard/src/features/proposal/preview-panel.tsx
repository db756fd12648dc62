import { valueText } from '../../text/number-text.js';
import { PreviewHistories } from '../metric/definition-preview.js';
import { FieldChanges } from '../metric/field-changes.js';
import { words } from './proposal-words.js';
import type { LivePreview } from './use-live-preview.js';

function standing({ preview, error, busy }: LivePreview): string {
  if (busy) return words.counting;
  if (error !== null) {
    // A fault of a field stands beside it.
    const isField = error.problem?.issues?.every(({ field }) => field.startsWith('definition.')) ?? false;
    if (isField) return words.cannot;
    return error.problem?.issues?.[0]?.reason ?? error.message;
  }
  return preview === null ? words.begin : '';
}

/** What the change would do to the numbers, counted while it is written. */
export function PreviewPanel({ live, timeZone }: { readonly live: LivePreview; readonly timeZone: string }) {
  const { preview, error, busy } = live;
  const text = standing(live);
  return (
    <section className="panel px-4 py-3 lg:sticky lg:top-16" aria-labelledby="preview" aria-busy={busy}>
      <h2 id="preview" className="text-base font-semibold">
        {words.preview}
      </h2>
      <p role="status" className="mt-1 text-sm text-text-2">
        {text}
      </p>
      {preview !== null && (busy || error === null) && (
        <div>
          <p className="num mt-2 text-sm">
            {words.now(valueText(preview.before.current.value, preview.before.unit))}
            <span aria-label={words.becomes}> → </span>
            <span className="font-semibold">{valueText(preview.after.current.value, preview.after.unit)}</span>
          </p>
          <FieldChanges fields={preview.fields} />
          <PreviewHistories preview={preview} timeZone={timeZone} />
        </div>
      )}
    </section>
  );
}
