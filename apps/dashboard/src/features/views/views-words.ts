import { catalogue } from '../../text/catalogue.js';

export const words = catalogue('views', {
  menu: 'Views',
  menuOf: 'Saved views of this page',
  none: 'No view of this page is saved yet.',
  explained: 'A view is the address of this page with its filters, its period and its time.',
  ofOwner: (owner: string) => `shared by ${owner}`,
  shared: 'shared with the workspace',
  opensFirst: 'opened first',
  save: 'Save what is shown as a view',
  name: 'Name of the view',
  share: 'Share it with the workspace',
  first: 'Open it first',
  keep: 'Save',
  cancel: 'Cancel',
  edit: (name: string) => `Change the view “${name}”`,
  editShort: 'Change',
  here: 'Replace its address by what is shown now',
  remove: 'Remove',
  removeFor: (name: string) => `Remove the view “${name}”`,
  removed: (name: string) => `The view “${name}” was removed.`,
  saved: (name: string) => `The view “${name}” was saved.`,
});
