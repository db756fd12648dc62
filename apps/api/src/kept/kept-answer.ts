import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { RouteParamtypes, ROUTE_ARGS_METADATA } from '@nestjs/common/internal.js';
import { ApiResponse } from '@nestjs/swagger';
import { KeptAnswerInterceptor } from './kept-answer.interceptor.js';

/** What the address says, which is all that may make two answers differ. */
const ofTheAddress: readonly string[] = [RouteParamtypes.QUERY, RouteParamtypes.PARAM].map(String);

/**
 * The answer of a route is rendered once for each version of the data and sent to everybody who may ask; the guard stands before it. So the
 * answer may depend on nothing but its address: a handler that takes the caller, a header or a body is refused at the start.
 */
export function KeptAnswer(): MethodDecorator {
  return (target, name, descriptor) => {
    const taken = Object.keys((Reflect.getMetadata(ROUTE_ARGS_METADATA, target.constructor, name) ?? {}) as object);
    const other = taken.filter((key) => !ofTheAddress.includes(key.split(':')[0] ?? ''));
    if (other.length > 0) {
      throw new Error(
        `${target.constructor.name}.${String(name)} takes more than its address: its answer cannot be kept.`,
      );
    }
    applyDecorators(
      UseInterceptors(KeptAnswerInterceptor),
      ApiResponse({ status: 304, description: 'Nothing has changed since the answer that If-None-Match names' }),
    )(target, name, descriptor);
  };
}
