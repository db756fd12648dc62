import {
  startVendorServer,
  type VendorAnswer,
  type VendorRequest,
  type VendorServer,
} from '@tandem/connector-kit/acceptance/vendor-server';

export interface JiraIssue {
  readonly key: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Custom fields as an administrator of Jira has made them; two share their name, which Jira allows. */
export const jiraFields = [
  { id: 'summary', key: 'summary', name: 'Summary', custom: false },
  { id: 'description', key: 'description', name: 'Description', custom: false },
  { id: 'issuelinks', key: 'issuelinks', name: 'Linked Issues', custom: false },
  { id: 'customfield_10040', key: 'customfield_10040', name: 'Agenda', custom: true },
  { id: 'customfield_10041', key: 'customfield_10041', name: 'Team-weeks', custom: true },
  { id: 'customfield_10042', key: 'customfield_10042', name: 'One-off cost', custom: true },
  { id: 'customfield_10043', key: 'customfield_10043', name: 'Start date', custom: true },
  { id: 'customfield_10044', key: 'customfield_10044', name: 'Effort', custom: true },
  { id: 'customfield_10045', key: 'customfield_10045', name: 'Effort', custom: true },
];

/** A text as Jira Cloud gives it: a tree of the Atlassian Document Format. */
export const richText = (...paragraphs: readonly string[]) => ({
  type: 'doc',
  version: 1,
  content: paragraphs.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
});

const pageSize = 2;
const email = 'reports@example.com';
export const jiraToken = 'token_of_the_trial';

/** Jira Cloud as far as an import asks it: its fields, and the search by JQL, page by page with a token. */
export class JiraStub {
  issues: readonly JiraIssue[] = [];
  private constructor(private readonly holder: { server?: VendorServer }) {}

  static async start(): Promise<JiraStub> {
    const holder: { server?: VendorServer } = {};
    const stub = new JiraStub(holder);
    holder.server = await startVendorServer({
      answer: (request) => stub.answer(request),
      fault: () => null,
      now: () => new Date(),
    });
    return stub;
  }

  get server(): VendorServer {
    if (this.holder.server === undefined) throw new Error('Jira has not been started.');
    return this.holder.server;
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** Settings of a connection to it, as a file has them. */
  settings(token: string): object {
    return { url: this.server.origin, email, token };
  }

  private answer({ path, query, headers }: VendorRequest): VendorAnswer | null {
    const known = `Basic ${Buffer.from(`${email}:${jiraToken}`).toString('base64')}`;
    if (headers['authorization'] !== known) return { status: 401, body: { errorMessages: ['Not you'] } };
    if (path === '/rest/api/3/field') return { body: jiraFields };
    if (path !== '/rest/api/3/search/jql') return null;
    if (!/^project = IDEA\b/.test(query.get('jql') ?? ''))
      return { status: 400, body: { errorMessages: ['Error in the JQL Query: expecting an operator.'], errors: {} } };
    const offset = Number(query.get('nextPageToken') ?? 0);
    const wanted = (query.get('fields') ?? '').split(',');
    const issues = this.issues.slice(offset, offset + pageSize).map(({ key, fields }, index) => ({
      id: String(10_000 + offset + index),
      key,
      fields: Object.fromEntries(wanted.map((field) => [field, fields[field] ?? null])),
    }));
    const isLast = offset + pageSize >= this.issues.length;
    return { body: { issues, isLast, ...(isLast ? {} : { nextPageToken: String(offset + pageSize) }) } };
  }
}
