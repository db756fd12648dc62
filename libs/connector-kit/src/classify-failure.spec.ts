import { ConnectorFailure } from './connector-failure.js';
import { classifyFailure } from './classify-failure.js';

function systemError(code: string, extra: ErrorOptions = {}): Error {
  return Object.assign(new Error(`${code}: something low`, extra), { code });
}

describe('classifyFailure', () => {
  it.each([
    ['ENOENT', 'configuration', 'fileMissing'],
    ['EACCES', 'configuration', 'accessDenied'],
    ['EISDIR', 'configuration', 'notAFile'],
    ['EMFILE', 'retry', 'machineBusy'],
    ['ECONNREFUSED', 'retry', 'connectionRefused'],
    ['ECONNRESET', 'retry', 'connectionLost'],
    ['ENOTFOUND', 'configuration', 'hostUnknown'],
    ['CERT_HAS_EXPIRED', 'configuration', 'certificateRefused'],
    ['Z_DATA_ERROR', 'sourceChanged', 'gzipBroken'],
  ])('sorts %s as %s with code %s and names the subject', (code, action, expected) => {
    const failure = classifyFailure(systemError(code), 'tickets.csv');
    expect([failure.action, failure.code]).toEqual([action, expected]);
    expect(failure.message).toMatch(/^tickets\.csv .*\.$/);
    expect(failure.hint.length).toBeGreaterThan(20);
  });

  it('finds the telling code in the cause and among several tried addresses', () => {
    const wrapped = new TypeError('failed', { cause: new AggregateError([systemError('ECONNREFUSED')]) });
    expect(classifyFailure(wrapped).code).toBe('connectionRefused');
  });

  it('passes a failure of the connector through unchanged', () => {
    const failure = new ConnectorFailure('configuration', 'columnsMissing', 'a', 'b');
    expect(classifyFailure(failure)).toBe(failure);
  });

  it('says of a stopped read that it goes on later', () => {
    expect(classifyFailure(AbortSignal.abort().reason)).toMatchObject({ action: 'retry', code: 'stopped' });
  });

  it('keeps the message of an error that it does not know', () => {
    expect(classifyFailure(new Error('the moon is down'), 'a.csv').message).toBe(
      'a.csv could not be read: the moon is down',
    );
    expect(classifyFailure('text').message).toBe('The source could not be read: text');
  });
});
