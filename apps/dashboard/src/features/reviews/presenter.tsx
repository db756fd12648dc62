import { useEffect, useRef } from 'react';
import { useParams } from '../../navigation/use-params.js';
import { HeadlinePanel } from './headline-panel.js';
import { clockText, stepsOf, stepTo, type Step } from './presenting.js';
import { PRESENTING, SECTION_WORDS, WORDS } from './review-words.js';
import { SECTIONS } from './section-list.js';
import type { PanelProps } from './section-panel.js';
import { useSeconds } from './use-seconds.js';

/** Keys of the keyboard and of the clickers that people hold; never while somebody writes. */
const MOVES: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

function usePresenting(steps: readonly Step[]) {
  const { params, set } = useParams();
  const at = Math.max(
    0,
    steps.findIndex(({ name }) => name === params.get('present')),
  );
  const go = (to: number): void => {
    const step = steps[to];
    if (step !== undefined) set({ present: step.name, entered: String(Date.now()) });
  };
  const end = (): void => set({ present: null, begun: null, entered: null });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      const move = MOVES[event.key];
      if (move !== undefined) go(stepTo(at, move, steps.length));
      else if (event.key === 'Escape') end();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  return { at, go, end, begun: Number(params.get('begun')), entered: Number(params.get('entered')) };
}

function Clock({
  label,
  spentS,
  minutes,
}: {
  readonly label: string;
  readonly spentS: number;
  readonly minutes: number;
}) {
  const over = spentS > minutes * 60;
  return (
    <div className="min-w-0">
      <p className={`num text-sm ${over ? 'font-semibold text-bad' : 'text-text-2'}`}>
        {label} <b className="font-semibold">{clockText(spentS)}</b> {PRESENTING.ofMinutes(minutes)}
        {over && ` · ${PRESENTING.over}`}
      </p>
      <progress className="mt-1" max={minutes * 60} value={Math.min(spentS, minutes * 60)} aria-label={label} />
    </div>
  );
}

/** One section at a time, with a clock for it and one for the meeting; ← and → lead through. */
export function Presenter(props: PanelProps) {
  const { content, asOf } = props;
  const steps = stepsOf(content.agenda);
  const { at, go, end, begun, entered } = usePresenting(steps);
  const now = useSeconds();
  const stage = useRef<HTMLDivElement>(null);
  const step = steps[at];
  useEffect(() => {
    stage.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [at]);
  if (step === undefined) return null;
  const since = (begin: number): number => (begin > 0 ? Math.max(0, Math.floor((now - begin) / 1000)) : 0);
  const meeting = content.agenda.reduce((sum, { minutes }) => sum + minutes, 0);
  const Panel = SECTIONS.find(({ section }) => section === step.name)?.Panel;
  const title = step.name === 'headline' ? WORDS.headline : SECTION_WORDS[step.name].title;
  return (
    <section aria-label={PRESENTING.label}>
      <h1 className="sr">{title}</h1>
      <p className="sr" role="status">
        {PRESENTING.place(at + 1, steps.length)}: {title}
      </p>
      <div ref={stage} tabIndex={-1} className="presenting mx-auto mt-3 max-w-[1280px] pb-28 outline-none">
        {Panel === undefined ? (
          <HeadlinePanel headline={content.sections.headline} asOf={asOf} />
        ) : (
          <Panel {...props} />
        )}
      </div>
      <div className="noprint fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface px-4 py-2">
        <div className="mx-auto grid max-w-[1280px] grid-cols-2 items-center gap-x-4 gap-y-2 md:grid-cols-[1fr_1fr_auto]">
          {step.minutes !== null && <Clock label={title} spentS={since(entered)} minutes={step.minutes} />}
          <Clock label={PRESENTING.meeting} spentS={since(begun)} minutes={meeting} />
          <div className="col-span-2 flex items-center gap-2 md:col-span-1">
            <span className="num mr-auto text-sm text-text-3">{PRESENTING.place(at + 1, steps.length)}</span>
            <button type="button" className="btn" disabled={at === 0} onClick={() => go(stepTo(at, -1, steps.length))}>
              ← {PRESENTING.back}
            </button>
            <button
              type="button"
              className="btn btn-primary"
              disabled={at === steps.length - 1}
              onClick={() => go(stepTo(at, 1, steps.length))}
            >
              {PRESENTING.next} →
            </button>
            <button type="button" className="btn" onClick={end}>
              {PRESENTING.end}
            </button>
          </div>
        </div>
      </div>
    </section>
  );
}
