import { isSpeaker, signerInstead, type Account, type Speaker } from './may-sign.js';

const speaker: Speaker = {
  id: '1',
  name: 'Ada',
  email: 'ada@example.org',
  role: 'owner',
  side: 'it',
  personId: 'ada',
  teamId: null,
  hasPassword: true,
  hasSecondFactor: false,
};
const nobodyElse = { marketing: null, it: null };
const byDesk = { marketing: null, it: { id: 'desk', name: 'Service Desk' } };

describe('who signs for a side', () => {
  it('is an owner or administrator who speaks for it, where no team does', () => {
    expect(signerInstead(speaker, nobodyElse)).toBeNull();
    expect(signerInstead({ ...speaker, role: 'administrator' }, nobodyElse)).toBeNull();
    expect(signerInstead({ ...speaker, role: 'contributor' }, nobodyElse)).toBe('an owner of IT');
    expect(signerInstead({ ...speaker, role: 'viewer' }, nobodyElse)).toBe('an owner of IT');
  });

  it('is a member of the team where one does, with the same right', () => {
    expect(signerInstead(speaker, byDesk)).toBe('the team Service Desk');
    expect(signerInstead({ ...speaker, teamId: 'desk' }, byDesk)).toBeNull();
    expect(signerInstead({ ...speaker, teamId: 'desk', role: 'contributor' }, byDesk)).toBe(
      'an owner in the team Service Desk',
    );
    expect(signerInstead({ ...speaker, side: 'marketing' }, byDesk)).toBeNull();
  });

  it('is nobody without a side or a person', () => {
    const accounts: (Account | null)[] = [null, { ...speaker, side: null }, { ...speaker, personId: null }, speaker];
    expect(accounts.map(isSpeaker)).toEqual([false, false, false, true]);
  });
});
