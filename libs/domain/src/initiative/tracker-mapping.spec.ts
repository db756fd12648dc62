import { fieldsOf, idOfIssue, trackedCell } from './tracker-mapping.js';

const found = { Agenda: 'Business', Teams: 'Shop; Desk', Weeks: '4', Empty: '' };

describe('what an issue says of a column', () => {
  it.each([
    ['as it stands', { field: 'Weeks' }, '4'],
    [
      'by what a value means here',
      { field: 'Agenda', values: { Business: 'businessTechnology' } },
      'businessTechnology',
    ],
    ['each of several values by itself', { field: 'Teams', values: { Shop: 'web' } }, 'web; Desk'],
    ['in its place in the cell', { field: 'Weeks', as: 'web: {}' }, 'web: 4'],
    ['what is meant where nothing stands', { field: 'Empty', otherwise: 'it', as: 'never {}' }, 'it'],
    ['what is the same of all', { otherwise: 'service' }, 'service'],
    ['nothing of a field that was not found', { field: 'Unknown' }, ''],
    ['no value by the name of what every object has', { field: 'Agenda', values: {} }, 'Business'],
  ])('%s', (_, field, expected) => {
    expect(trackedCell(field, found)).toBe(expected);
  });

  it('asks for each field once, and makes an id of a key', () => {
    expect(
      fieldsOf({ fields: { title: { field: 'Summary' }, by: { field: 'Summary' }, agenda: { otherwise: 'it' } } }),
    ).toEqual(['Summary']);
    expect(idOfIssue('BIG_IDEA-12')).toBe('big-idea-12');
  });
});
