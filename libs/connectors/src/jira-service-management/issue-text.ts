import { z } from 'zod';

const link = z.looseObject({
  type: z.looseObject({ inward: z.string().nullish(), outward: z.string().nullish() }),
  inwardIssue: z.looseObject({ key: z.string() }).nullish(),
  outwardIssue: z.looseObject({ key: z.string() }).nullish(),
});
const needing = /blocked by|depends on/i;
/** What names a thing of Jira, in the order in which it is looked for: an option, a person, a status or team, an issue. */
const names = ['value', 'displayName', 'name', 'title', 'key'] as const;
const blocks = ['paragraph', 'heading', 'listItem', 'codeBlock', 'blockquote', 'tableRow'];

/** A field of an issue as text; empty where nothing stands in it. Several values are parted by semicolons. */
export function issueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return listText(value);
  const thing = new Map<string, unknown>(Object.entries(value));
  if (thing.get('type') === 'doc')
    return documentText(value)
      .replace(/\n{2,}/g, '\n')
      .trim();
  const name = names.find((one) => issueText(thing.get(one)) !== '');
  return name === undefined ? '' : issueText(thing.get(name));
}

/** Of links to other issues only those that this one waits for count, by their keys. */
function listText(values: readonly unknown[]): string {
  const texts = values.map((value) => {
    const read = link.safeParse(value).data;
    if (read === undefined) return issueText(value);
    const { type, inwardIssue, outwardIssue } = read;
    if (inwardIssue && needing.test(type.inward ?? '')) return inwardIssue.key;
    return outwardIssue && needing.test(type.outward ?? '') ? outwardIssue.key : '';
  });
  return texts.filter((text) => text !== '').join('; ');
}

/** Texts of the cloud come as a tree of the Atlassian Document Format. */
function documentText(node: unknown): string {
  if (typeof node !== 'object' || node === null) return '';
  const { type, text, content } = node as { type?: unknown; text?: unknown; content?: unknown };
  if (type === 'hardBreak') return '\n';
  if (typeof text === 'string') return text;
  const inner = Array.isArray(content) ? content.map((child: unknown) => documentText(child)).join('') : '';
  return blocks.includes(String(type)) ? `${inner}\n` : inner;
}
