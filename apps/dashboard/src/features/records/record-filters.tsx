import type { RecordsAnswer } from '@tandem/contracts/metrics';
import { useState, type FormEvent } from 'react';
import { useParams } from '../../navigation/use-params.js';
import { localDateOf, plusDays } from '../../text/time-text.js';
import { words } from './record-words.js';

interface RecordFiltersProps {
  readonly answer: RecordsAnswer;
  readonly timeZone: string;
}

/** First and last day, as people say them; the address keeps the half-open period. */
export function RecordFilters({ answer, timeZone }: RecordFiltersProps) {
  const { params, set } = useParams();
  const [first, setFirst] = useState(localDateOf(answer.from, timeZone));
  const [last, setLast] = useState(localDateOf(Date.parse(answer.to) - 1, timeZone));
  const slice = params.get('slice');
  const valid = first !== '' && last !== '' && first <= last;
  const apply = (event: FormEvent): void => {
    event.preventDefault();
    if (valid) set({ from: first, to: plusDays(last, 1), after: null }, false);
  };
  return (
    <form onSubmit={apply} className="noprint mt-4 flex flex-wrap items-end gap-x-3 gap-y-2">
      <label className="text-xs text-text-2">
        {words.begin}
        <input
          type="date"
          className="field num block"
          value={first}
          onChange={(event) => setFirst(event.target.value)}
        />
      </label>
      <label className="text-xs text-text-2">
        {words.end}
        <input type="date" className="field num block" value={last} onChange={(event) => setLast(event.target.value)} />
      </label>
      <button type="submit" className="btn" disabled={!valid}>
        {words.show}
      </button>
      {slice !== null && (
        <button type="button" className="btn" onClick={() => set({ slice: null, after: null }, false)}>
          {words.only(slice.replace(':', ': '))} <span aria-hidden="true">×</span>
          <span className="sr">{words.removeFilter}</span>
        </button>
      )}
    </form>
  );
}
