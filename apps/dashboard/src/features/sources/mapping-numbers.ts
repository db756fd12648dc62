import { textOf, type MappingJson } from './mapping-edit.js';

/** How numbers are written, as the editor shows it; what is empty is left out of the mapping. */
export interface NumbersView {
  readonly decimal: string;
  readonly group: string;
  /** Signs and names of the currency, with blanks between them. */
  readonly currency: string;
  /** Of an amount in whole units: how many decimals stand for its minor units. */
  readonly minorDigits: string;
}

export function numbersOf(mapping: MappingJson): NumbersView {
  const given = mapping['numberFormat'];
  const { decimal, group, currency, minorDigits } = (
    typeof given === 'object' && given !== null ? given : {}
  ) as MappingJson;
  return {
    decimal: textOf(decimal) || '.',
    group: textOf(group),
    currency: Array.isArray(currency) ? currency.map(textOf).join(' ') : '',
    minorDigits: textOf(minorDigits),
  };
}

/** A mark that is both is that of the decimals: it was chosen last, or the other one would have been refused. */
export function withNumbers(mapping: MappingJson, changes: Partial<NumbersView>): MappingJson {
  const next = { ...numbersOf(mapping), ...changes };
  const group = next.group === next.decimal ? (changes.group === undefined ? '' : next.group) : next.group;
  const decimal = group === next.decimal ? (group === '.' ? ',' : '.') : next.decimal;
  const signs = next.currency.split(/\s+/).filter((sign) => sign !== '');
  const written = {
    ...(decimal === '.' ? {} : { decimal }),
    ...(group === '' ? {} : { group }),
    ...(signs.length ? { currency: signs } : {}),
    ...(next.minorDigits === '' ? {} : { minorDigits: Number(next.minorDigits) }),
  };
  const { numberFormat: _, ...rest } = mapping;
  return Object.keys(written).length ? { ...rest, numberFormat: written } : rest;
}
