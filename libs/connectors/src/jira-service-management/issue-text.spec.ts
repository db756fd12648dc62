import { issueText } from './issue-text.js';

const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const text = (words: string) => ({ type: 'text', text: words });

describe('a field of an issue as text', () => {
  it.each([
    ['nothing', null, ''],
    ['a text', '  As it is ', 'As it is'],
    ['a number', 12.5, '12.5'],
    ['an option', { id: '10', value: 'Business' }, 'Business'],
    ['a person', { accountId: '5b', displayName: 'Head of Service' }, 'Head of Service'],
    ['a status', { id: '3', name: 'In progress' }, 'In progress'],
    ['an issue', { id: '1', key: 'IDEA-7', fields: {} }, 'IDEA-7'],
    ['several', [{ value: 'Shop' }, { value: 'Desk' }, null], 'Shop; Desk'],
    ['a thing without a name', { id: '1' }, ''],
  ])('%s', (_, value, expected) => {
    expect(issueText(value)).toBe(expected);
  });

  it('keeps the lines of a document and nothing else of it', () => {
    const list = { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text('one'))] }] };
    const document = {
      type: 'doc',
      version: 1,
      content: [
        paragraph(text('Guests '), { ...text('look'), marks: [{ type: 'strong' }] }, { type: 'hardBreak' }),
        list,
      ],
    };
    expect(issueText(document)).toBe('Guests look\none');
  });

  it('names the issues that have to be there first, and no others', () => {
    const blocks = { inward: 'is blocked by', outward: 'blocks' };
    const links = [
      { type: blocks, inwardIssue: { key: 'IDEA-1' } },
      { type: blocks, outwardIssue: { key: 'IDEA-2' } },
      { type: { inward: 'is depended on by', outward: 'depends on' }, outwardIssue: { key: 'IDEA-3' } },
      { type: { inward: 'relates to', outward: 'relates to' }, inwardIssue: { key: 'IDEA-4' } },
    ];
    expect(issueText(links)).toBe('IDEA-1; IDEA-3');
  });
});
