import { InvalidInput } from '@tandem/application/input-errors';
import type { ReceivedMeasurements } from '@tandem/application/receive-measurements';
import { readMeasurements } from '@tandem/connectors/push/otlp/otlp-measurements';
import { decodeExport, type PartialSuccess } from '@tandem/connectors/push/otlp/otlp-messages';
import { otlpRequest } from '@tandem/connectors/push/otlp/otlp-request';
import type { PushBody } from './push-body.js';

export const protobufType = 'application/x-protobuf';
const mostPoints = 20_000;

/** Takes an export of metrics; answers what was not taken, null when everything was. */
export function receiveOtlp(receive: (measurements: ReceivedMeasurements) => Promise<void>) {
  return async (source: string, body: PushBody | null, actor: string): Promise<PartialSuccess | null> => {
    if (body === null || ![protobufType, 'application/json'].includes(body.type))
      throw refusal(`Send metrics as ${protobufType} or as application/json.`);
    const read = otlpRequest.safeParse(body.type === protobufType ? decoded(body.bytes) : body.json());
    if (!read.success) {
      const [issue] = read.error.issues;
      throw refusal(`This is no ExportMetricsServiceRequest: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
    }
    const { records, refused } = readMeasurements(read.data);
    if (records.length > mostPoints) throw refusal(`Send at most ${mostPoints} data points at once.`);
    await receive({ source, actor, what: 'otlp', records, refused });
    const count = [...refused.values()].reduce((sum, one) => sum + one, 0);
    if (count === 0) return null;
    return { rejectedDataPoints: String(count), errorMessage: [...refused.keys()].slice(0, 5).join(' ') };
  };
}

function decoded(bytes: Buffer): unknown {
  try {
    return decodeExport(bytes);
  } catch {
    throw refusal('These bytes are no ExportMetricsServiceRequest.');
  }
}

function refusal(reason: string): InvalidInput {
  return new InvalidInput([{ field: 'body', reason }]);
}
