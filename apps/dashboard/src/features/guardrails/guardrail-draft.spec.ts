import type { GuardrailForm } from '@tandem/contracts/guardrails';
import { documentOf, draftOf, fileOf, idFor } from './guardrail-draft.js';

const form: GuardrailForm = {
  document: null,
  metrics: [
    { key: 'conversion', title: 'Conversion', unit: '%', windowDays: 7, kind: 'ratio', dimensions: ['channel'] },
  ],
  keyResults: [],
  owners: [],
  routes: ['hook'],
  guardrails: [],
  policies: [],
};

describe('the draft of a guardrail', () => {
  it('gives back what a file wrote, with what the form does not ask for', () => {
    const document = {
      ...{ id: 'floor', title: 'Floor', kind: 'threshold', metric: 'conversion', atLeast: 2.5, windowDays: 14 },
      ...{
        for: '15m',
        keepFiringFor: '0s',
        severity: 'critical',
        onNoData: 'alert',
        onError: 'ok',
        minimumEvents: 100,
      },
      ...{ owners: { it: 'desk' }, routes: ['hook'], mostSlices: 5, by: 'channel', equal: 'outside' },
    };
    const draft = draftOf({ ...form, document }, null);
    expect(documentOf(draft)).toEqual({ ...document, atLeast: '2.5' });
    expect(documentOf({ ...draft, kind: 'change' })).not.toHaveProperty('equal');
    expect(documentOf({ ...draft, fields: { ...draft.fields, onError: '' } })).not.toHaveProperty('onError');
  });

  it('leaves out what another kind asks for, and chooses what it needs', () => {
    const draft = draftOf(form, 'conversion');
    const change = { ...draft, kind: 'change' as const, fields: { ...draft.fields, atLeast: '-10', objective: '99' } };
    expect(documentOf(change)).toMatchObject({ kind: 'change', of: 'relative', atLeast: '-10' });
    expect(documentOf(change)).not.toHaveProperty('objective');
    expect(documentOf({ ...change, kind: 'pace' })).toMatchObject({ of: 'pace' });
    expect(documentOf({ ...change, kind: 'burn' })).not.toHaveProperty('of');
  });

  it('gives back burn windows in days, and takes them out of a file of another kind', () => {
    const document = {
      ...{ id: 'budget', title: 'Budget', kind: 'burn', metric: 'conversion', objective: '99.5' },
      windows: [{ budgetShare: '10', longDays: 3, shortDays: 1 }],
    };
    const draft = draftOf({ ...form, document }, null);
    expect(documentOf(draft)).toMatchObject({ windows: [{ budgetShare: '10', long: '3d', short: '1d' }] });
    expect(documentOf({ ...draft, kind: 'change' })).not.toHaveProperty('windows');
    const many = Array.from({ length: 10 }, (_, index) => ({ budgetShare: '5', longDays: index + 2, shortDays: 1 }));
    expect(documentOf(draftOf({ ...form, document: { ...document, windows: many } }, null))['windows']).toHaveLength(
      10,
    );
  });

  it('names owners and routes, and leaves out who is not chosen', () => {
    const draft = draftOf(form, null);
    const fields = { ...draft.fields, 'owners.it': 'desk', 'owners.marketing': '', routes: 'hook leads' };
    expect(documentOf({ ...draft, fields })).toMatchObject({ owners: { it: 'desk' }, routes: ['hook', 'leads'] });
    expect(documentOf(draft)).not.toHaveProperty('owners');
  });

  it('is no file before it has a name', () => {
    const draft = draftOf(form, null);
    expect(fileOf(draft)).toBeNull();
    expect(fileOf({ ...draft, fields: { ...draft.fields, title: 'Floor', id: 'floor' } })).toContain('"guardrails"');
  });

  it('makes an id of a title', () => {
    expect(idFor('Conversion stays über 2.5 %')).toBe('conversion-stays-uber-2-5');
  });
});
