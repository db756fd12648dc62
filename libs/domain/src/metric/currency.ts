/** ISO 4217 codes in use, by the number of decimals of their minor unit (list one of the standard). */
const codesByDecimals = {
  0: ['BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  2: [
    'EUR USD GBP CHF',
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CNY COP CRC CUP',
    'CVE CZK DKK DOP DZD EGP ERN ETB FJD FKP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR',
    'KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD',
    'PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT',
    'TOP TRY TTD TWD TZS UAH UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG',
  ],
  3: ['BHD IQD JOD KWD LYD OMR TND'],
  4: ['CLF UYW'],
} as const;

type Codes = (typeof codesByDecimals)[keyof typeof codesByDecimals][number];
type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text;
export type Currency = Words<Codes>;

const decimals: ReadonlyMap<string, number> = new Map(
  Object.entries(codesByDecimals).flatMap(([count, lines]) =>
    lines.flatMap((line) => line.split(' ').map((code) => [code, Number(count)] as const)),
  ),
);

export const currencies = [...decimals.keys()] as readonly Currency[];

export function isCurrency(code: string): code is Currency {
  return decimals.has(code);
}

/** How many minor units make one of a currency: 100 cents, 1 yen, 1000 fils. */
export function minorUnitsIn(currency: Currency): number {
  return 10 ** (decimals.get(currency) ?? 0);
}
