import { useEffect, useState } from 'react';
import { words } from './ui-words.js';

type Outcome = 'copied' | 'refused' | null;

/** Copies the address, which holds the whole state of the page. */
export function ShareButton() {
  const [outcome, setOutcome] = useState<Outcome>(null);
  useEffect(() => {
    if (outcome === null) return undefined;
    const timer = setTimeout(() => setOutcome(null), 4_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      // Without a secure address the browser offers no clipboard at all.
      if (!('clipboard' in navigator)) throw new DOMException('no clipboard', 'NotAllowedError');
      await navigator.clipboard.writeText(location.href);
      setOutcome('copied');
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      setOutcome('refused');
    }
  };
  return (
    <>
      <button type="button" className="btn" onClick={() => void copy()}>
        {outcome === 'copied' ? words.linkCopied : words.share}
      </button>
      <span role="status" className={outcome === 'refused' ? 'self-center text-xs text-text-2' : 'sr'}>
        {outcome === 'copied' && words.copiedSaid}
        {outcome === 'refused' && words.copyRefused}
      </span>
    </>
  );
}
