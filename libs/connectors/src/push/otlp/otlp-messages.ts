import protobuf from 'protobufjs/light.js';

const repeated = (type: string, id: number) => ({ rule: 'repeated', type, id });
const one = (type: string, id: number) => ({ type, id });
/** Fields that every kind of data point has, and the number of its attributes. */
const point = (attributes: number) => ({
  attributes: repeated('KeyValue', attributes),
  startTimeUnixNano: one('fixed64', 2),
  timeUnixNano: one('fixed64', 3),
});

/**
 * The messages of the OpenTelemetry protocol (OTLP 1, metrics; opentelemetry-proto, Apache-2.0) as far as they are read here: numbers and types
 * of their fields. Values that hold other values are taken as bytes, so that nothing nests.
 */
const root = protobuf.Root.fromJSON({
  nested: {
    ExportMetricsServiceRequest: { fields: { resourceMetrics: repeated('ResourceMetrics', 1) } },
    ResourceMetrics: { fields: { resource: one('Resource', 1), scopeMetrics: repeated('ScopeMetrics', 2) } },
    Resource: { fields: { attributes: repeated('KeyValue', 1) } },
    ScopeMetrics: { fields: { scope: one('InstrumentationScope', 1), metrics: repeated('Metric', 2) } },
    InstrumentationScope: { fields: { name: one('string', 1), version: one('string', 2) } },
    KeyValue: { fields: { key: one('string', 1), value: one('AnyValue', 2) } },
    AnyValue: {
      oneofs: {
        value: {
          oneof: ['stringValue', 'boolValue', 'intValue', 'doubleValue', 'arrayValue', 'kvlistValue', 'bytesValue'],
        },
      },
      fields: {
        stringValue: one('string', 1),
        boolValue: one('bool', 2),
        intValue: one('int64', 3),
        doubleValue: one('double', 4),
        arrayValue: one('bytes', 5),
        kvlistValue: one('bytes', 6),
        bytesValue: one('bytes', 7),
      },
    },
    Metric: {
      fields: {
        name: one('string', 1),
        gauge: one('Gauge', 5),
        sum: one('Sum', 7),
        histogram: one('Histogram', 9),
        exponentialHistogram: one('ExponentialHistogram', 10),
        summary: one('Summary', 11),
      },
    },
    Gauge: { fields: { dataPoints: repeated('NumberDataPoint', 1) } },
    Sum: {
      fields: {
        dataPoints: repeated('NumberDataPoint', 1),
        aggregationTemporality: one('int32', 2),
        isMonotonic: one('bool', 3),
      },
    },
    Histogram: { fields: { dataPoints: repeated('HistogramDataPoint', 1), aggregationTemporality: one('int32', 2) } },
    ExponentialHistogram: {
      fields: { dataPoints: repeated('ExponentialHistogramDataPoint', 1), aggregationTemporality: one('int32', 2) },
    },
    Summary: { fields: { dataPoints: repeated('SummaryDataPoint', 1) } },
    NumberDataPoint: {
      oneofs: { value: { oneof: ['asDouble', 'asInt'] } },
      fields: { ...point(7), asDouble: one('double', 4), asInt: one('sfixed64', 6), flags: one('uint32', 8) },
    },
    HistogramDataPoint: {
      oneofs: { sums: { oneof: ['sum'] } },
      fields: { ...point(9), count: one('fixed64', 4), sum: one('double', 5), flags: one('uint32', 10) },
    },
    ExponentialHistogramDataPoint: {
      oneofs: { sums: { oneof: ['sum'] } },
      fields: { ...point(1), count: one('fixed64', 4), sum: one('double', 5), flags: one('uint32', 10) },
    },
    SummaryDataPoint: { fields: { ...point(7), count: one('fixed64', 4), sum: one('double', 5) } },
    ExportMetricsServiceResponse: { fields: { partialSuccess: one('PartialSuccess', 1) } },
    PartialSuccess: { fields: { rejectedDataPoints: one('int64', 1), errorMessage: one('string', 2) } },
    Status: { fields: { code: one('int32', 1), message: one('string', 2) } },
  },
});

const request = root.lookupType('ExportMetricsServiceRequest');

/** The request as its JSON form says it: whole numbers of 64 bits as texts. Throws for bytes that are no such message. */
export function decodeExport(bytes: Uint8Array): unknown {
  return request.toObject(request.decode(bytes), { longs: String, bytes: String });
}

export interface PartialSuccess {
  readonly rejectedDataPoints: string;
  readonly errorMessage: string;
}

/** The answer to a request: empty when everything was taken. */
export function encodeAnswer(partialSuccess: PartialSuccess | null): Buffer {
  const type = root.lookupType('ExportMetricsServiceResponse');
  return Buffer.from(type.encode(type.fromObject(partialSuccess === null ? {} : { partialSuccess })).finish());
}

/** What went wrong, as the protocol wants it told. */
export function encodeStatus(message: string): Buffer {
  const type = root.lookupType('Status');
  return Buffer.from(type.encode(type.fromObject({ message })).finish());
}

/** For whoever sends: the bytes of a request in its JSON form. */
export function encodeExport(sent: object): Buffer {
  return Buffer.from(request.encode(request.fromObject(sent)).finish());
}
