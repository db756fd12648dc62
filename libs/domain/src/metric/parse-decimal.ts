import Big from 'big.js';

/** An exact number from decimal text. Throws a `RangeError` that quotes the text when it is no number. */
export function parseDecimal(text: string): Big {
  try {
    return new Big(text);
  } catch (error) {
    throw new RangeError(
      `"${text}" is not a decimal number. Pass digits with an optional sign and point, such as "26.65".`,
      { cause: error },
    );
  }
}
