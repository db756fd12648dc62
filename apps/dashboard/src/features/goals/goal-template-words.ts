import { catalogue } from '../../text/catalogue.js';

/** What the templates of first joint goals want, and why it matters to the business. */
export const TEMPLATE_WORDS = catalogue('goal templates', {
  templates: {
    'cart-and-cadence': {
      title: 'More carts become orders while releases keep their pace',
      outcome: 'More visitors buy, because what holds them up is mended within days.',
    },
    'service-and-releases': {
      title: 'Customers are answered in time, and releases break nothing',
      outcome: 'Fewer customers leave after a disturbance.',
    },
  },
  better: (metric: string) => `${metric} gets better`,
});
