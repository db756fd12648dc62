import { emptyDraft, writtenInitiative } from './initiative-draft.js';

describe('writtenInitiative', () => {
  it('says nothing of what was not filled in', () => {
    expect(writtenInitiative('idea', { ...emptyDraft(), title: ' Idea ' })).toEqual({
      id: 'idea',
      title: 'Idea',
      agenda: 'businessTechnology',
      owners: {},
    });
  });

  it('sends what was begun as it stands, for the server to say what is missing', () => {
    const draft = {
      ...emptyDraft(),
      title: 'Idea',
      amount: '2',
      teams: [
        { team: 'web', weeks: '4.5' },
        { team: '', weeks: '' },
      ],
      wsjf: { businessValue: '8', jobSize: 'big' },
      stage: 'launched' as const,
      launchedOn: '2026-11-01',
    };
    expect(writtenInitiative('idea', draft)).toMatchObject({
      effect: { amount: '2', direction: 'up' },
      scope: { teams: [{ team: 'web', weeks: 4.5 }] },
      wsjf: { businessValue: 8, jobSize: 'big' },
      stage: 'launched',
      launchedOn: '2026-11-01',
    });
  });
});
