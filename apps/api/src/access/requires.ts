import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { Permission } from '@tandem/domain/access/permission';

export const ACCESS_RULE = 'tandem:access';

export type AccessRule = { readonly requires: Permission } | { readonly publicBecause: string };

/** Read by the guard, and by the check that no route is without it. */
const stating = (access: AccessRule) => applyDecorators(SetMetadata(ACCESS_RULE, access), RouteConfig({ access }));

/** States above a handler what whoever calls it must be allowed to do. A handler that states nothing does not start. */
export const Requires = (permission: Permission) => stating({ requires: permission });

/** States above a handler that anybody may call it, and why that is right. */
export const Public = (reason: string) => stating({ publicBecause: reason });
