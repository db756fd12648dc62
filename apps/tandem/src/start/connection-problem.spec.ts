import { connectionProblem } from './connection-problem.js';

const url = 'postgres://user:canary@db:5432/tandem';
const failing = (code: string) => Object.assign(new Error('canary'), { code });

describe('a connection that fails', () => {
  it.each([
    ['ECONNREFUSED', 'nothing listens there'],
    ['ENOTFOUND', 'there is no such host'],
    ['28P01', 'the password is wrong'],
    ['3D000', 'there is no database of that name'],
  ])('with %s says why, without the password', (code, reason) => {
    expect(connectionProblem('DATABASE_URL', url, failing(code)).message).toBe(
      `The database at postgres://db:5432/tandem cannot be used: ${reason}. ` +
        'Check DATABASE_URL, or leave it out to use what comes with Tandem.',
    );
  });

  it('on every address of a host name says why', () => {
    const error = new AggregateError([failing('ECONNREFUSED'), failing('ECONNREFUSED')]);
    expect(connectionProblem('REDIS_URL', 'redis://:canary@cache:6379', error).message).toContain(
      'Redis at redis://cache:6379 cannot be used: nothing listens there.',
    );
  });
});
