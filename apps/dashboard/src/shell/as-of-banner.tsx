import { useParams } from '../navigation/use-params.js';
import { Glyph } from '../ui/glyph.js';

/** Nobody may take an earlier state of knowledge for the present one. */
export function AsOfBanner() {
  const { asOf, set } = useParams();
  if (asOf === null) return null;
  const time = Date.parse(asOf);
  const text = Number.isNaN(time)
    ? asOf
    : new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' }).format(time) +
      ' UTC';
  return (
    <div role="status" className="border-b-2 border-warn bg-warn-bg text-sm text-warn">
      <p className="mx-auto flex max-w-[1440px] flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 lg:px-6">
        <Glyph name="stale" />
        <span>
          <b className="font-semibold">Not the present.</b> Board, goals and metrics as they were known on {text}.
          Alerts and sources show the present.
        </span>
        <button type="button" className="btn noprint" onClick={() => set({ asOf: null })}>
          Back to now
        </button>
      </p>
    </div>
  );
}
