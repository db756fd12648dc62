import type { Board, BoardGoal } from '@tandem/contracts/board';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useLostSince } from '../../api/live-changes.js';
import { useNow } from '../../navigation/use-now.js';
import { useParams } from '../../navigation/use-params.js';
import { clockText, lastWeekdayText } from '../../text/time-text.js';
import { BRAND } from '../../ui/brand.js';
import { Glyph } from '../../ui/glyph.js';
import { useTitle } from '../../ui/use-title.js';
import { words } from './board-words.js';
import { kioskPages } from './kiosk-pages.js';
import { kioskWords } from './kiosk-words.js';
import { boardPeriod } from './period-text.js';

const LARGEST_ZOOM = 1.6;
const SMALLEST_ZOOM = 0.5;
/** Width at which the table reads best; the screen is as many times wider as the zoom says. */
const NATURAL_WIDTH = 1440;
/** What stands above and below the rows: heading, headline, heading of the table, paddings. */
const AROUND_ROWS = 200;
const TURN_SECONDS = 20;

interface KioskFrameProps {
  readonly board: Board | undefined;
  readonly loadedAt: number;
  /** Draws the goals whose turn it is. */
  readonly children: (goals: readonly BoardGoal[]) => ReactNode;
}

/** As large as the screen allows without scrolling, for a display that nobody can scroll. */
function useFittingZoom() {
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const fit = (): void => {
      const height = element.scrollHeight;
      if (height === 0) return;
      const wanted = Math.min(innerHeight / height, innerWidth / NATURAL_WIDTH, LARGEST_ZOOM);
      setZoom(Math.max(SMALLEST_ZOOM, Math.floor(wanted * 100) / 100));
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    addEventListener('resize', fit);
    return () => {
      observer.disconnect();
      removeEventListener('resize', fit);
    };
  }, []);
  return { frame, zoom };
}

/** Where more rows than fit are to be shown, one screen after the other; `?turn=60` takes its time, `?turn=0` shows all at once. */
function useTurns(goals: readonly BoardGoal[]) {
  const { params } = useParams();
  const wanted = Number(params.get('turn') ?? TURN_SECONDS);
  const seconds = Number.isFinite(wanted) && wanted >= 0 ? wanted : TURN_SECONDS;
  const [count, setCount] = useState(0);
  const room = (innerHeight * NATURAL_WIDTH) / innerWidth - AROUND_ROWS;
  const pages = seconds === 0 ? [goals] : kioskPages(goals, Math.max(room, 200));
  useEffect(() => {
    if (pages.length < 2) return undefined;
    const timer = setInterval(() => setCount((before) => before + 1), seconds * 1_000);
    return () => clearInterval(timer);
  }, [pages.length, seconds]);
  const at = count % pages.length;
  return { shown: pages[at] ?? [], at, of: pages.length };
}

/** What is old must not look new on a display that nobody watches being lost. */
function LostNotice({ timeZone }: { readonly timeZone: string }) {
  const lostSince = useLostSince();
  return (
    <div role="status">
      {lostSince !== null && (
        <p className="mt-2 flex items-center gap-2 rounded-lg border-2 border-bad bg-bad-bg px-4 py-1.5 text-lg font-semibold text-bad">
          <Glyph name="breach" size={16} />
          {kioskWords.lost(clockText(lostSince, timeZone))}
        </p>
      )}
    </div>
  );
}

/** The board on a wall display: `?kiosk=1`. */
export default function KioskFrame({ board, loadedAt, children }: KioskFrameProps) {
  useTitle(words.title);
  const now = useNow();
  const { frame, zoom } = useFittingZoom();
  const { shown, at, of } = useTurns(board?.goals ?? []);
  const zone = board?.organisation.timeZone ?? 'UTC';
  return (
    <div className="kiosk" style={{ zoom, width: `${innerWidth / zoom}px` }}>
      <div ref={frame} className="px-5 py-3">
        <h1 className="sr">{kioskWords.title}</h1>
        <p className="num flex items-baseline justify-between text-sm text-text-2">
          <span>
            <b className="font-semibold text-text">{BRAND}</b>
            {board && ` · ${boardPeriod(board)}`}
            {` · ${kioskWords.sides}`}
          </span>
          <span>
            {of > 1 && `${kioskWords.turn(at + 1, of)} · `}
            {board?.dataTo && `${kioskWords.dataTo(lastWeekdayText(board.dataTo, zone))} · `}
            {loadedAt > 0 && `${kioskWords.refreshed(clockText(loadedAt, zone))} · `}
            <b className="font-semibold text-text">{clockText(now, zone)}</b>
          </span>
        </p>
        <LostNotice timeZone={zone} />
        {children(shown)}
      </div>
    </div>
  );
}
