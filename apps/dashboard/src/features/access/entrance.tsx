import type { ReactNode } from 'react';
import { BRAND, Brand } from '../../ui/brand.js';
import { useTitle } from '../../ui/use-title.js';

/** The frame of the pages before the sign-in. It hangs from its top: a heading in the middle would jump when its form comes. */
export function Entrance({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useTitle(title);
  return (
    <main id="main" className="mx-auto min-h-screen w-full max-w-[400px] px-4 pb-10 pt-[max(2.5rem,16vh)]">
      <p className="mb-3 flex items-center gap-2 font-semibold tracking-tight">
        <Brand />
        {BRAND}
      </p>
      <section className="panel flex flex-col gap-4 px-6 py-6">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {children}
      </section>
    </main>
  );
}
