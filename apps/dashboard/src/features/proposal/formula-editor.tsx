import { useId, useRef, useState } from 'react';
import { lineStart, type FormulaFault } from './definition-draft.js';
import { words } from './proposal-words.js';

interface FormulaEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly faults: readonly FormulaFault[];
}

const FEWEST_LINES = 8;
const MOST_LINES = 26;
const TEXT = 'font-mono text-xs leading-5';

/** Line numbers beside the text; a line with a fault is marked by a sign, not by colour alone. */
function Gutter({ lines, faulty, top }: { lines: number; faulty: ReadonlySet<number>; top: number }) {
  return (
    <div
      aria-hidden="true"
      className={`num ${TEXT} w-10 shrink-0 select-none overflow-hidden border-r border-line py-2 text-right text-text-3`}
    >
      <div style={{ transform: `translateY(${-top}px)` }}>
        {Array.from({ length: lines }, (_, index) => {
          const isFaulty = faulty.has(index + 1);
          return (
            <div key={index} className={`pr-1.5 ${isFaulty ? 'font-semibold text-bad' : ''}`}>
              {isFaulty && '▸'}
              {index + 1}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The formula as a configuration file writes it, with what is wrong with it at its line. */
export function FormulaEditor({ value, onChange, faults }: FormulaEditorProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [top, setTop] = useState(0);
  const lines = value.split('\n').length;
  const goTo = (line: number): void => {
    const start = lineStart(value, line);
    area.current?.focus();
    area.current?.setSelectionRange(start, start);
  };
  return (
    <div>
      <label htmlFor={id} className="text-sm font-medium">
        {words.formula}
      </label>
      <div className="mt-1 flex overflow-hidden rounded-md border border-ctl bg-surface">
        <Gutter lines={lines} faulty={new Set(faults.flatMap(({ line }) => line ?? []))} top={top} />
        <textarea
          ref={area}
          id={id}
          name="definition.formulaText"
          className={`${TEXT} block min-w-0 grow resize-none overflow-auto rounded-r-md bg-transparent px-2 py-2 focus-visible:!-outline-offset-2`}
          rows={Math.min(MOST_LINES, Math.max(FEWEST_LINES, lines))}
          value={value}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          required
          aria-invalid={faults.length > 0}
          aria-describedby={faults.length > 0 ? `${id}-hint ${id}-faults` : `${id}-hint`}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        />
      </div>
      <p id={`${id}-hint`} className="mt-1 text-xs text-text-3">
        {words.formulaHint}
      </p>
      {faults.length > 0 && (
        <ul id={`${id}-faults`} className="mt-1 space-y-1 text-xs text-bad">
          {faults.map(({ line, text }) => (
            <li key={`${line} ${text}`} className="[overflow-wrap:anywhere]">
              {line !== null && (
                <>
                  <button type="button" className="hit font-medium underline" onClick={() => goTo(line)}>
                    {words.line(line)}
                  </button>
                  {': '}
                </>
              )}
              {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
