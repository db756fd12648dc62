import { useState, type FormEvent } from 'react';
import { useParams } from '../navigation/use-params.js';
import { usePreferences } from '../preferences/preferences.js';
import { reading } from '../text/reading.js';
import { momentText, zoneText } from '../text/time-text.js';
import { instantOf, localTimeOf } from '../text/zone-time.js';
import { asOfChoices } from './as-of-choices.js';
import { asOfWords } from './as-of-words.js';
import { words } from './shell-words.js';
import { useLastReview } from './use-last-review.js';

function QuickChoices({ nowMs, onShow }: { readonly nowMs: number; readonly onShow: (at: string) => void }) {
  const { organisation } = usePreferences();
  const lastReviewAt = useLastReview();
  return (
    <>
      <h3 className="mt-2 text-xs font-medium text-text-3">{asOfWords.quick}</h3>
      <ul className="-mx-2 mt-1">
        {asOfChoices({ nowMs, ...organisation, lastReviewAt }).map(([name, at]) => (
          <li key={name}>
            <button
              type="button"
              className="flex min-h-[32px] w-full items-center justify-between gap-3 rounded px-2 text-left text-sm hover:bg-sunken"
              onClick={() => onShow(at)}
            >
              {asOfWords.choices[name]}
              <span className="num text-xs text-text-3">{momentText(at)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A time of the reader's clock, or one of those that are asked about most. */
export default function AsOfPanel({ onDone }: { readonly onDone: () => void }) {
  const { asOf, set } = useParams();
  const { timeZone } = reading();
  const [nowMs] = useState(() => Date.now());
  const shown = asOf === null ? NaN : Date.parse(asOf);
  const [local, setLocal] = useState(() => localTimeOf(Number.isNaN(shown) ? nowMs : shown, timeZone));
  const [isRefused, setIsRefused] = useState(false);
  const show = (at: string | null): void => {
    set({ asOf: at }, false);
    onDone();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const instant = local === '' ? NaN : instantOf(local, timeZone);
    const isPast = instant <= Date.now();
    setIsRefused(!isPast);
    if (isPast) show(new Date(instant).toISOString());
  };
  return (
    <form className="px-4 py-3" onSubmit={submit} noValidate>
      <h2 className="text-base font-semibold">{asOfWords.title}</h2>
      <p className="mt-0.5 text-xs text-text-2">{asOfWords.explained}</p>
      <label className="mt-3 block text-sm font-medium">
        {asOfWords.input(zoneText(nowMs, timeZone))}
        <span className="mt-1 flex gap-2">
          <input
            type="datetime-local"
            className="field num !h-9 min-w-0 flex-1"
            value={local}
            max={localTimeOf(nowMs, timeZone)}
            aria-invalid={isRefused}
            aria-describedby={isRefused ? 'as-of-fault' : undefined}
            onChange={(event) => setLocal(event.target.value)}
          />
          <button type="submit" className="btn btn-primary !h-9">
            {asOfWords.show}
          </button>
        </span>
      </label>
      <p id="as-of-fault" role="status" className="mt-1 text-xs text-bad">
        {isRefused && asOfWords.notAPast}
      </p>
      <QuickChoices nowMs={nowMs} onShow={show} />
      {asOf !== null && (
        <button type="button" className="btn mt-2 w-full" onClick={() => show(null)}>
          {words.asOf.back}
        </button>
      )}
    </form>
  );
}
