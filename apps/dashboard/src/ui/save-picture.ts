/** Offers a chart of the page as a file. What draws the picture is loaded when somebody asks for one. */
export async function savePicture(
  picture: { readonly drawing: SVGSVGElement; readonly title: string; readonly source: string },
  name: string,
): Promise<void> {
  const { chartPng } = await import('./chart-png.js');
  const address = URL.createObjectURL(await chartPng(picture));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.png`;
  link.click();
  // The browser reads the address after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
