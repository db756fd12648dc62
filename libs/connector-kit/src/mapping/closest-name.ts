/**
 * The name that was probably meant: the nearest by edit distance, case and separators aside.
 *
 * @returns null when nothing is near enough to be worth a guess
 */
export function closestName(name: string, candidates: Iterable<string>): string | null {
  const wanted = plain(name);
  let best: { readonly candidate: string; readonly distance: number } | null = null;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plain(candidate));
    if (distance <= Math.max(1, Math.floor(wanted.length / 3)) && distance < (best?.distance ?? Infinity)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate ?? null;
}

/** ` (did you mean "…"?)` or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const closest = closestName(name, candidates);
  return closest === null ? '' : ` (did you mean "${closest}"?)`;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_.-]/g, '')
    .slice(0, 80);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replace, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
