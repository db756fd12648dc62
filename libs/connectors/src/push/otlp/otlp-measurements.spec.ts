import { readMeasurements } from './otlp-measurements.js';
import { decodeExport, encodeAnswer, encodeExport } from './otlp-messages.js';
import { otlpRequest } from './otlp-request.js';

const nanoseconds = (instant: string) => `${new Date(instant).getTime()}000000`;
const from = nanoseconds('2026-11-09T08:00:00Z');
const to = nanoseconds('2026-11-09T08:01:00Z');
const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const exported = (metrics: object[], resource: object[] = [text('service.name', 'shop')]) => ({
  resourceMetrics: [{ resource: { attributes: resource }, scopeMetrics: [{ scope: { name: 'meter' }, metrics }] }],
});
const point = (more: object) => ({
  attributes: [text('route', '/pay')],
  startTimeUnixNano: from,
  timeUnixNano: to,
  ...more,
});
const delta = 1;
const cumulative = 2;

/** What JSON says, and what the same says as protobuf: it has to be the same. */
function read(sent: object) {
  const ofJson = readMeasurements(otlpRequest.parse(JSON.parse(JSON.stringify(sent))));
  const ofBytes = readMeasurements(otlpRequest.parse(decodeExport(encodeExport(sent))));
  expect(ofBytes).toEqual(ofJson);
  return ofJson;
}
const fieldsOf = (sent: object) => read(sent).records.map(({ fields }) => fields);
const period = { periodStart: '2026-11-09T08:00:00.000Z', periodEnd: '2026-11-09T08:01:00.000Z' };

describe('a data point', () => {
  it('of a gauge, and of a sum that can go down, is a value at an instant', () => {
    const expected = [{ metric: 'queue', value: '7', periodStart: '2026-11-09T08:01:00.000Z' }];
    expect(fieldsOf(exported([{ name: 'queue', gauge: { dataPoints: [point({ asInt: '7' })] } }]))).toEqual(expected);
    const sum = { aggregationTemporality: cumulative, isMonotonic: false, dataPoints: [point({ asInt: '7' })] };
    expect(fieldsOf(exported([{ name: 'queue', sum }]))).toEqual(expected);
  });

  it('of a delta sum has its period, and zero is a value', () => {
    const sum = {
      aggregationTemporality: delta,
      isMonotonic: true,
      dataPoints: [
        point({ asDouble: 2.5 }),
        point({ asDouble: 0, attributes: [] }),
        point({ asInt: '-3', attributes: [text('a', 'b')] }),
      ],
    };
    expect(fieldsOf(exported([{ name: 'orders', sum }])).map(({ value }) => value)).toEqual(['2.5', '0', '-3']);
    expect(fieldsOf(exported([{ name: 'orders', sum }]))[0]).toEqual({ metric: 'orders', value: '2.5', ...period });
  });

  it('of a delta histogram has sum and count', () => {
    const histogram = { aggregationTemporality: delta, dataPoints: [point({ count: '4', sum: 10.5 })] };
    const expected = [{ metric: 'latency', numerator: '10.5', denominator: '4', ...period }];
    expect(fieldsOf(exported([{ name: 'latency', histogram }]))).toEqual(expected);
    expect(fieldsOf(exported([{ name: 'latency', exponentialHistogram: histogram }]))).toEqual(expected);
  });

  it('has its attributes and the name of its service as dimensions', () => {
    const attributes = [
      text('route', '/pay'),
      { key: 'ok', value: { boolValue: false } },
      { key: 'code', value: { intValue: '200' } },
      { key: 'share', value: { doubleValue: 0.5 } },
    ];
    const gauge = { dataPoints: [point({ asInt: '1', attributes })] };
    const [record] = read(exported([{ name: 'x', gauge }])).records;
    expect(record?.dimensions).toEqual({
      'service.name': 'shop',
      route: '/pay',
      ok: 'false',
      code: '200',
      share: '0.5',
    });
  });

  it('sent again is the same record; of another resource, series or time it is another', () => {
    const sum = (more: object = {}) => ({
      name: 'orders',
      sum: { aggregationTemporality: delta, isMonotonic: true, dataPoints: [point({ asInt: '1', ...more })] },
    });
    const keyOf = (sent: object) => read(sent).records[0]?.naturalKey;
    const key = keyOf(exported([sum()]));
    expect(keyOf(exported([sum({ asInt: '2' })]))).toBe(key);
    const others = [
      exported([sum()], [text('service.name', 'shop'), text('service.instance.id', '2')]),
      exported([sum({ attributes: [] })]),
      exported([sum({ timeUnixNano: nanoseconds('2026-11-09T08:02:00Z') })]),
      exported([{ ...sum(), name: 'other' }]),
    ].map(keyOf);
    expect(new Set([key, ...others]).size).toBe(5);
  });

  const gauge = (more: object) => [{ name: 'x', gauge: { dataPoints: [point(more)] } }];
  const sumOf = (aggregationTemporality: number) => [
    { name: 'x', sum: { aggregationTemporality, isMonotonic: true, dataPoints: [point({ asInt: '1' })] } },
  ];
  it.each([
    ['a monotonic cumulative sum', sumOf(cumulative), /delta temporality/],
    ['a sum that says no temporality', sumOf(0), /temporality/],
    [
      'a cumulative histogram',
      [{ name: 'x', histogram: { aggregationTemporality: cumulative, dataPoints: [point({ count: '1', sum: 1 })] } }],
      /delta temporality/,
    ],
    ['a summary', [{ name: 'x', summary: { dataPoints: [point({ count: '1', sum: 1 })] } }], /Summaries/],
    ['no recorded value', gauge({ asInt: '1', flags: 1 }), /no recorded value/],
    ['no value', gauge({}), /without a value/],
    ['no time', gauge({ asInt: '1', timeUnixNano: '0' }), /needs a time/],
    ['a name of the language', gauge({ asInt: '1', attributes: [text('constructor', 'x')] }), /constructor/],
    ['a value that is not finite', gauge({ asDouble: Infinity }), /not finite/],
  ] as const)('with %s is refused with why', (_what, metrics, reason) => {
    const sent = JSON.parse(
      JSON.stringify(exported([...metrics]), (_key, value: unknown) => (value === Infinity ? 'Infinity' : value)),
    ) as object;
    const { records, refused } = readMeasurements(otlpRequest.parse(sent));
    expect(records).toEqual([]);
    expect([...refused]).toEqual([[expect.stringMatching(reason), 1]]);
  });

  it('with an attribute that nests is refused with its name, in JSON as in protobuf', () => {
    const nested = { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }] } } };
    const metrics = gauge({ asInt: '1', attributes: [nested] });
    expect([...readMeasurements(otlpRequest.parse(exported(metrics))).refused.keys()]).toEqual([
      expect.stringMatching(/"list"/),
    ]);
    const asBytes = gauge({ asInt: '1', attributes: [{ key: 'list', value: { arrayValue: Buffer.from([10, 0]) } }] });
    const decoded = readMeasurements(otlpRequest.parse(decodeExport(encodeExport(exported(asBytes)))));
    expect([...decoded.refused.keys()]).toEqual([expect.stringMatching(/"list"/)]);
  });

  it.each([
    [1e-7, '0.0000001'],
    [0.1, '0.1'],
    [1e20, '100000000000000000000'],
    [-2.5e-10, '-0.00000000025'],
  ])('of %d is written with all its digits', (asDouble, value) => {
    expect(fieldsOf(exported(gauge({ asDouble })))).toMatchObject([{ value }]);
  });
});

describe('the messages', () => {
  it('are read from bytes as the protocol numbers them', () => {
    // resource_metrics { scope_metrics { metrics { name: "a" gauge { data_points { time_unix_nano: 1e18 as_int: 5 } } } } }
    const dataPoint = Buffer.concat([Buffer.from([0x19]), fixed64(10n ** 18n), Buffer.from([0x31]), fixed64(5n)]);
    const field = (number: number, content: Buffer) =>
      Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
    const metric = Buffer.concat([field(1, Buffer.from('a')), field(5, field(1, dataPoint))]);
    const bytes = field(1, field(2, field(2, metric)));
    const { records } = readMeasurements(otlpRequest.parse(decodeExport(bytes)));
    expect(records.map(({ fields }) => fields)).toEqual([
      { metric: 'a', value: '5', periodStart: '2001-09-09T01:46:40.000Z' },
    ]);
  });

  it('that are cut, or made of groups without end, are no messages', () => {
    const bytes = encodeExport(exported([{ name: 'x', gauge: { dataPoints: [point({ asInt: '7' })] } }]));
    expect(() => decodeExport(bytes.subarray(0, bytes.length - 3))).toThrow();
    expect(() => decodeExport(Buffer.alloc(1_000_000, 0x0b))).toThrow();
  });

  it('of an answer are empty when everything was taken', () => {
    expect(encodeAnswer(null)).toHaveLength(0);
    expect(encodeAnswer({ rejectedDataPoints: '2', errorMessage: 'x' })).toEqual(
      Buffer.from([10, 5, 8, 2, 18, 1, 120]),
    );
  });
});

function fixed64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}
