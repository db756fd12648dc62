import { Body, Controller, Get, Inject, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type AccountPrincipal } from '@tandem/application/access/principal';
import { InvalidInput } from '@tandem/application/input-errors';
import { usualPreferences } from '@tandem/contracts/preference-choices';
import {
  preferencesAnswer,
  preferencesBody,
  type PreferencesAnswer,
  type PreferencesBody,
} from '@tandem/contracts/preferences';
import { createPreferenceStore } from '@tandem/kpi-store/repositories/preference-store';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';
import { SignedIn } from './caller.js';
import { Requires } from './requires.js';

/** How pages are shown to somebody: nothing of it changes a number. */
@ApiTags('access')
@Controller('account/preferences')
export class PreferencesController {
  private readonly store;

  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {
    this.store = createPreferenceStore(dependencies.database);
  }

  @Requires('account')
  @Get()
  @ApiOperation({ summary: 'How one reads the pages: formats, time zone, density, theme, what is opened first' })
  @ApiOkResponse({ standardSchema: preferencesAnswer })
  read(@SignedIn() { accountId }: AccountPrincipal): Promise<PreferencesAnswer> {
    return this.answer(accountId);
  }

  @Requires('account')
  @Patch()
  @ApiOperation({ summary: 'Chooses how one reads the pages' })
  @ApiOkResponse({ standardSchema: preferencesAnswer })
  async choose(
    @Body({ schema: preferencesBody }) { startView, ...chosen }: PreferencesBody,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<PreferencesAnswer> {
    const by = { actor: actorOf(caller), now: this.dependencies.clock() };
    if (!(await this.store.write(caller.accountId, { chosen, startView }, by)))
      throw new InvalidInput([{ field: 'startView', reason: 'is no view that you can open' }]);
    return this.answer(caller.accountId);
  }

  private async answer(accountId: string): Promise<PreferencesAnswer> {
    const [{ chosen, startView }, organisation] = await Promise.all([
      this.store.read(accountId),
      this.store.organisation(),
    ]);
    return {
      preferences: { ...usualPreferences, ...chosen, startView: startView?.id ?? null },
      startAddress: startView?.address ?? null,
      organisation,
    };
  }
}
