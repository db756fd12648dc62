/** A name, the same in every language. */
export const BRAND = 'Tandem';

/** The mark: two circles that overlap, one of each side. */
export function Brand() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <circle cx="8" cy="11" r="6" fill="none" stroke="var(--mkt)" strokeWidth="2" />
      <circle cx="14" cy="11" r="6" fill="none" stroke="var(--it)" strokeWidth="2" />
    </svg>
  );
}
