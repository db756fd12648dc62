import { useCallback, useEffect, useRef, type ReactNode, type RefObject } from 'react';

/**
 * The browser's own disclosure as something that lies over the page: it closes when somebody points elsewhere, and by Esc, which gives the
 * focus back to what opened it.
 */
export function usePopover(): { readonly popover: RefObject<HTMLDetailsElement>; readonly close: () => void } {
  const popover = useRef<HTMLDetailsElement>(null);
  const close = useCallback((): void => {
    if (popover.current) popover.current.open = false;
  }, []);
  useEffect(() => {
    const closeOutside = (event: Event): void => {
      const { current } = popover;
      if (!current?.open) return;
      const escaped = event instanceof KeyboardEvent && event.key === 'Escape';
      const outside = event.type === 'pointerdown' && event.target instanceof Node && !current.contains(event.target);
      if (escaped || outside) current.open = false;
      if (escaped) current.querySelector('summary')?.focus();
    };
    for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, closeOutside);
    return () => {
      for (const kind of ['pointerdown', 'keydown']) document.removeEventListener(kind, closeOutside);
    };
  }, []);
  return { popover, close };
}

interface PopoverProps {
  readonly id?: string;
  readonly label: string;
  readonly summary: ReactNode;
  readonly className?: string;
  readonly panelClassName?: string;
  readonly onOpen?: (isOpen: boolean) => void;
  readonly children: (close: () => void) => ReactNode;
}

/** A button whose panel lies over the page. */
export function Popover({ id, label, summary, className = '', panelClassName = '', onOpen, children }: PopoverProps) {
  const { popover, close } = usePopover();
  return (
    <details
      ref={popover}
      id={id}
      className="noprint relative"
      onToggle={(event) => onOpen?.(event.currentTarget.open)}
    >
      <summary className={`btn cursor-pointer list-none ${className}`} aria-label={label}>
        {summary}
      </summary>
      <div className={`panel absolute right-0 z-30 mt-1 ${panelClassName}`}>{children(close)}</div>
    </details>
  );
}
