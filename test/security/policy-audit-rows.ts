import type { AccessStage } from '../access/access-stage.js';
import { adminHeaders } from '../product/admin-access.js';

type Headers = Readonly<Record<string, string>>;

/** Two of three policies change their places: a row of each. */
export async function policyOrderLeavesItsRows({
  rowsOf,
  stage,
  lead,
}: {
  readonly rowsOf: (route: string, asked: { readonly as: Headers; readonly body: object }) => Promise<string[]>;
  readonly stage: AccessStage;
  readonly lead: Headers;
}): Promise<void> {
  const alertPolicies = ['first', 'second', 'third'].map((id) => ({ id, repeatEvery: '4h' }));
  const text = JSON.stringify({ version: 1, alertPolicies });
  await stage.ask('POST', '/configuration', { headers: adminHeaders, body: { text } });
  const body = { order: ['second', 'first', 'third'], seen: ['first', 'second', 'third'] };
  const moved = ['change alertPolicy by account', 'change alertPolicy by account'];
  expect(await rowsOf('PUT /api/v1/configuration/alert-policy-order', { as: lead, body })).toEqual(moved);
}
