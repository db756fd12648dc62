import { words } from './ui-words.js';

/** Grey lines of the height of what they stand for; seen only after 400 ms, but holding the place at once. */
export function Skeleton({ heights }: { readonly heights: readonly number[] }) {
  return (
    <div role="status" aria-busy="true" className="mt-4 space-y-4">
      <span className="sr">{words.loading}</span>
      {heights.map((height, index) => (
        <div key={index} className="panel late space-y-3 overflow-hidden p-4" style={{ height }} aria-hidden="true">
          {(height < 100 ? [60, 40] : [60, 40, 85]).map((width) => (
            <span key={width} className="block h-2.5 rounded bg-sunken" style={{ width: `${width}%` }} />
          ))}
        </div>
      ))}
    </div>
  );
}
