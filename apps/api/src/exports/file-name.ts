/** The name of a downloaded file: plain ASCII, no separator of folders, no dot in front, whatever its parts hold. */
export function fileName(name: string, moment: string, ending: string): string {
  const safe = (part: string) =>
    part
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/\.{2,}/g, '.')
      .replace(/^[.-]+|[.-]+$/g, '')
      .slice(0, 120);
  return `${['tandem', name, moment]
    .map(safe)
    .filter((part) => part !== '')
    .join('-')}.${ending}`;
}
