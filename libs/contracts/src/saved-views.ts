import { z } from 'zod';
import { instant } from './common.js';

/** Pages whose address can be given a name. */
export const viewPages = ['/board', '/goals', '/metrics', '/alerts'] as const;

const pages = viewPages.join(', ');
const name = z.string().trim().min(1, 'must not be empty').max(80);
/** A page and what is asked of it; never another site. */
const address = z
  .string()
  .max(2000)
  .refine(
    (text) => viewPages.some((page) => text === page || text.startsWith(`${page}?`)) && !/[\s#\\]/.test(text),
    `must be one of the pages ${pages}, with or without what is asked of it`,
  );

export const savedView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    address: z.string(),
    isShared: z.boolean(),
    /** Whoever saved it may change it. */
    isMine: z.boolean(),
    owner: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'SavedView' });
export const savedViewList = z.strictObject({ views: z.array(savedView) }).meta({ id: 'SavedViewList' });
export const savedViewBody = z.strictObject({ name, address, isShared: z.boolean() });
export const savedViewChangeBody = z
  .strictObject({ name: name.optional(), address: address.optional(), isShared: z.boolean().optional() })
  .refine((change) => Object.keys(change).length > 0, 'must name what is to change');

export type SavedView = z.infer<typeof savedView>;
export type SavedViewList = z.infer<typeof savedViewList>;
export type SavedViewBody = z.infer<typeof savedViewBody>;
export type SavedViewChangeBody = z.infer<typeof savedViewChangeBody>;
