import { useState } from 'react';
import { words } from './ui-words.js';

/** A secret that can be read now and never again. */
export function ShownOnce({ label, text }: { readonly label: string; readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div className="mt-3 rounded border border-line bg-sunken px-3 py-2" role="status">
      <p className="text-xs text-text-2">{label}</p>
      <div className="mt-1 flex flex-wrap items-center gap-2">
        <code className="min-w-0 break-all text-sm">{text}</code>
        <button type="button" className="btn" onClick={() => void copy()}>
          {copied ? words.copied : words.copy}
        </button>
      </div>
    </div>
  );
}
