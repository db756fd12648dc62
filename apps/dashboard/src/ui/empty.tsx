import type { ReactNode } from 'react';

/** Nothing here: the rule, and what to do. */
export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="panel mt-4 px-6 py-10 text-center">
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="mx-auto mt-1 max-w-[60ch] text-sm text-text-2">{children}</p>
    </section>
  );
}
