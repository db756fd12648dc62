import { isShown, viewAddress } from './view-address.js';

describe('the address of a view', () => {
  it('holds what is asked of the page and not how it is drawn', () => {
    expect(viewAddress('/board', 'status=breach&theme=dark&period=2026-Q4&lang=en-XA')).toBe(
      '/board?period=2026-Q4&status=breach',
    );
    expect(viewAddress('/goals', 'theme=dark')).toBe('/goals');
  });

  it('is shown whatever the order of what it asks for', () => {
    expect(isShown('/board?period=2026-Q4&status=breach', '/board', 'status=breach&period=2026-Q4&theme=dark')).toBe(
      true,
    );
    expect(isShown('/board?status=breach', '/board', '')).toBe(false);
  });
});
