import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** How far beyond the window rows are drawn, so that nobody who scrolls sees them come. */
const ROWS_REACH = 1600;
/** Whoever prints, or jumps to the end of the page, has moved a pointer or pressed a key before. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

interface Near<T extends Element> {
  readonly ref: RefObject<T>;
  readonly isNear: boolean;
}

/** Whether an element is, or was, within so many pixels below the window. On paper everything is near. */
function useNearness<T extends Element>(isAlways: boolean, reach: number): Near<T> & { readonly show: () => void } {
  const ref = useRef<T>(null);
  const [isNear, setIsNear] = useState(isAlways);
  useLayoutEffect(() => {
    const { current } = ref;
    if (isNear || current === null) return undefined;
    const { top } = current.getBoundingClientRect();
    if (top < innerHeight + reach) {
      setIsNear(true);
      return undefined;
    }
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsNear(true);
      },
      { rootMargin: `${reach}px 0px` },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [isNear, reach]);
  const show = useCallback(() => setIsNear(true), []);
  useEffect(() => {
    addEventListener('beforeprint', show);
    return () => removeEventListener('beforeprint', show);
  }, [show]);
  return { ref, isNear: isNear || isAlways, show };
}

/**
 * Whether rows of a long table are, or were, near the part that is seen; on paper all of them are there. `isAlways` for tables that are
 * short enough to be drawn at once.
 */
export function useNear<T extends Element>(isAlways: boolean): Near<T> {
  const { ref, isNear } = useNearness<T>(isAlways, ROWS_REACH);
  return { ref, isNear };
}

/**
 * Whether a part of the page is wanted whose code and data are no part of the first load: it comes into the window, or somebody has given a
 * first sign of being there. So it is complete before anybody can print the page or jump to its end.
 */
export function useWanted<T extends Element>(): Near<T> {
  const { ref, isNear, show } = useNearness<T>(false, 0);
  useEffect(() => {
    if (isNear) return undefined;
    SIGNS.forEach((sign) => addEventListener(sign, show, { passive: true, once: true }));
    return () => SIGNS.forEach((sign) => removeEventListener(sign, show));
  }, [isNear, show]);
  return { ref, isNear };
}
