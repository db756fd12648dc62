import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { catalogue, type Catalogue } from '@tandem/contracts/catalogue';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('metrics')
@Controller('catalogue')
export class CatalogueController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @ApiOperation({
    summary: 'Ready-made metrics: what each needs, whether that has arrived, and which metrics were adopted from it',
  })
  @ApiOkResponse({ standardSchema: catalogue })
  read(): Promise<Catalogue> {
    return this.useCases.readCatalogue();
  }
}
