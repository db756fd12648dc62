// Apart from the schemas, so that a page that only reads them does not load what checks them.

/** Whose habits of writing numbers and dates are followed. The digits are the same in all of them. */
export const locales = [
  'en-GB',
  'en-US',
  'de-DE',
  'de-CH',
  'fr-FR',
  'es-ES',
  'it-IT',
  'nl-NL',
  'sv-SE',
  'pl-PL',
  'pt-PT',
] as const;

/** How pages are shown to whoever has chosen nothing. */
export const usualPreferences = {
  locale: 'en-GB',
  timeZone: null,
  density: 'comfortable',
  theme: 'system',
  shortcuts: true,
  startView: null,
} as const;
