import { organisationDraft, writtenOrganisation } from './organisation-draft.js';

const whole = {
  name: 'Northern Ferries',
  timeZone: 'Europe/Lisbon',
  weekStartsOn: 'monday',
  fiscalYearStartsIn: 'april',
  linkWithinHours: 24,
  keep: { uploads: '90d', records: { slaCycle: '400d' } },
  statusCutOffs: { onTrackPace: 0.9 },
  failingSources: { warnAfterRuns: 2, pauseAfter: '12h' },
};

describe('the organisation in its form', () => {
  it('is written as it was read', () => {
    expect(writtenOrganisation(organisationDraft(whole))).toEqual(whole);
  });

  it('says that a part is empty, for what is left out would stay', () => {
    const draft = organisationDraft({ name: 'A', timeZone: 'UTC', weekStartsOn: 'monday' });
    expect(writtenOrganisation(draft)).toEqual({
      name: 'A',
      timeZone: 'UTC',
      weekStartsOn: 'monday',
      keep: {},
      statusCutOffs: {},
      failingSources: {},
    });
  });

  it('sends what is no number as it is, so that the answer can name it', () => {
    const draft = { ...organisationDraft(whole), linkWithinHours: 'a day', 'statusCutOffs.onTrackPace': '' };
    expect(writtenOrganisation(draft)).toMatchObject({ linkWithinHours: 'a day', statusCutOffs: {} });
  });
});
