import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import type { StatedRoute } from '../access/stated-access.js';

/** Written once every route is known. */
export class ApiDescription {
  document: object = {};
  /** Every route of the running router, with who may call it. */
  routes: readonly StatedRoute[] = [];
}

@ApiExcludeController()
@Controller('api/openapi.json')
export class DescriptionController {
  constructor(@Inject(ApiDescription) private readonly description: ApiDescription) {}

  @Requires('read')
  @Get()
  read(): object {
    return this.description.document;
  }
}
