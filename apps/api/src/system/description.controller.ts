import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Requires } from '../access/requires.js';
import type { StatedRoute } from '../access/stated-access.js';

/** Told how to be written once every route is known. */
export class ApiDescription {
  describe: () => object = () => ({});
  private written: object | undefined;
  /** Every route of the running router, with who may call it. */
  routes: readonly StatedRoute[] = [];

  /** Written when somebody asks first: it would take a tenth of every start, and few ever ask. */
  get document(): object {
    return (this.written ??= this.describe());
  }
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
