import type { Setup } from '@tandem/contracts/system';
import { until, type Product } from './start-product.js';

/** Loads the demo as the first page does, and waits until all of it is in. */
export async function loadDemo(product: Pick<Product, 'get' | 'post'>): Promise<void> {
  await product.post('/api/v1/setup/demo');
  await until(
    'the demo is loaded',
    async () => ((await product.get<Setup>('/api/v1/setup')).demo.state === 'loaded' ? true : null),
    300_000,
  );
}
