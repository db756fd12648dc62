/** Another language: for each catalogue its words, of the same shape as the English ones. */
export type Language = <T extends object>(name: string, english: T) => T;

let language: Language | null = null;
let tag = 'en';

/** The BCP 47 tag of the words on the page; for rules of plurals and the `lang` of the document. */
export function languageTag(): string {
  return tag;
}

/** Before the first page is drawn. */
export function setLanguage(newTag: string, words: Language | null): void {
  tag = newTag;
  language = words;
}

/**
 * The visible texts of one feature: texts, functions that make one of what it tells of, and groups of both. They are written in English; whichever language is chosen is found when a text is read, so a text is
 * read where it is drawn and never copied when a file is loaded.
 */
export function catalogue<T extends object>(name: string, english: T): T {
  return new Proxy(english, {
    get: (target, key): unknown => Reflect.get(language === null ? target : language(name, target), key),
  });
}

const rules = new Map<string, Intl.PluralRules>();

/** The form of a word for a count, by the rules of the language: `plural(2, { one: 'day', other: 'days' })`. */
export function plural(
  count: number,
  forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string },
): string {
  let rule = rules.get(tag);
  if (rule === undefined) {
    rule = new Intl.PluralRules(tag);
    rules.set(tag, rule);
  }
  return forms[rule.select(count)] ?? forms.other;
}
