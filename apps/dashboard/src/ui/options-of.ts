/** Choices of a field from their labels by value, in their order. */
export function optionsOf(
  labels: Readonly<Record<string, string>>,
): readonly { readonly value: string; readonly label: string }[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}
