import type { Board } from '@tandem/contracts/board';
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useNow } from '../../navigation/use-now.js';
import { clockText, lastWeekdayText } from '../../text/time-text.js';
import { periodText } from './period-text.js';
import { useTitle } from '../../ui/use-title.js';

const LARGEST_ZOOM = 1.6;
const SMALLEST_ZOOM = 0.5;
/** Width at which the table reads best; the screen is as many times wider as the zoom says. */
const NATURAL_WIDTH = 1440;

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

/** The board on a wall display: `?kiosk=1`. */
export function KioskFrame({ board, children }: { readonly board: Board | undefined; readonly children: ReactNode }) {
  useTitle('Alignment board');
  const now = useNow();
  const { frame, zoom } = useFittingZoom();
  const zone = board?.organisation.timeZone ?? 'UTC';
  return (
    <div className="kiosk" style={{ zoom, width: `${innerWidth / zoom}px` }}>
      <div ref={frame} className="px-5 py-3">
        <h1 className="sr">Alignment board, wall display</h1>
        <p className="num flex items-baseline justify-between text-sm text-text-2">
          <span>
            <b className="font-semibold text-text">Tandem</b>
            {board &&
              ` · ${periodText(board.period, board.organisation.fiscalYearStartsIn)}${board.period.day === null ? '' : `, day ${board.period.day} of ${board.period.days}`}`}
            {' · Marketing and IT'}
          </span>
          <span>
            {board?.dataTo && `Data to ${lastWeekdayText(board.dataTo, zone)} · `}
            {clockText(now, zone)}
          </span>
        </p>
        {children}
      </div>
    </div>
  );
}
