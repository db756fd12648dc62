import { SetMetadata } from '@nestjs/common';
import type { Permission } from '@tandem/domain/access/permission';

export const ACCESS_RULE = 'tandem:access';

export type AccessRule = { readonly requires: Permission } | { readonly publicBecause: string };

/** States above a handler what whoever calls it must be allowed to do. A handler that states nothing does not start. */
export const Requires = (permission: Permission) =>
  SetMetadata<string, AccessRule>(ACCESS_RULE, { requires: permission });

/** States above a handler that anybody may call it, and why that is right. */
export const Public = (reason: string) => SetMetadata<string, AccessRule>(ACCESS_RULE, { publicBecause: reason });
