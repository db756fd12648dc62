import { deliveryBandsOf } from './delivery-bands-of.js';

const clusters2024 = (standard: string, unit: 'h' | 'd' | '/wk' | '/d' | '%', value: string | null) =>
  deliveryBandsOf({ standard, unit }, value).find(({ date }) => date === '2024-10')?.clusters;

describe('bands of delivery metrics', () => {
  it('stand beside the edition, date and source that they are from', () => {
    for (const band of deliveryBandsOf({ standard: 'deployment-frequency', unit: '/wk' }, '3.0')) {
      expect(band.date).toMatch(/^\d{4}-\d{2}$/);
      expect(band.source).toMatch(/^https:\/\/dora\.dev\//);
      expect(band.edition).toContain('DORA');
    }
  });

  it('are not invented for an edition that publishes none', () => {
    const [newest] = deliveryBandsOf({ standard: 'deployment-frequency', unit: '/wk' }, '3.0');
    expect(newest).toMatchObject({ date: '2026-01', clusters: [], levels: [] });
    expect(newest?.note).toContain('no band');
  });

  it('count in the unit of the metric', () => {
    expect(clusters2024('change-lead-time-median', 'h', '30.0')).toEqual(['high']);
    expect(clusters2024('change-lead-time-median', 'd', '1.25')).toEqual(['high']);
    expect(clusters2024('deployment-frequency', '/d', '2.0')).toEqual(['elite']);
    expect(clusters2024('deployment-frequency', '/wk', '0.5')).toEqual(['medium']);
  });

  it('can be several where clusters share a level, and none where a value lies between them', () => {
    expect(clusters2024('failed-deployment-recovery-time', 'h', '5')).toEqual(['high', 'medium']);
    expect(clusters2024('failed-deployment-recovery-time', 'h', '100')).toEqual([]);
  });

  it('never judge a change fail rate alone, because the clusters are not in its order', () => {
    const band = deliveryBandsOf({ standard: 'change-fail-rate', unit: '%' }, '5.0').find(
      ({ date }) => date === '2024-10',
    );
    expect(band?.clusters).toEqual([]);
    expect(band?.levels.map(({ value }) => value)).toEqual([5, 20, 10, 40]);
  });

  it('are no claim about other metrics, nor about a value that is absent', () => {
    expect(deliveryBandsOf({ unit: 'h' }, '5')).toEqual([]);
    expect(deliveryBandsOf({ standard: 'revenue', unit: 'EUR' }, '5')).toEqual([]);
    expect(clusters2024('change-lead-time-median', 'h', null)).toEqual([]);
  });
});
