import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const paletteSize = 256;

/**
 * The same picture with at most 256 colours. A page is drawn with few; what is left out are steps of smoothed edges, which take the nearest
 * colour that is kept. It is less than half as large, so that screenshots can live in the repository.
 *
 * @param {Buffer} png 8 bits a channel, RGB or RGBA without interlacing, as Chromium writes it
 * @returns {Buffer}
 */
export function smallPng(png) {
  const { width, height, pixels } = readPixels(png);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = chooseColours(counts);
  const indexOf = new Map(palette.map((colour, index) => [colour, index]));
  for (const colour of counts.keys()) if (!indexOf.has(colour)) indexOf.set(colour, nearest(palette, colour));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + 1 + x] = indexOf.get(pixels[y * width + x]);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * The colours that are kept: again and again the one that would be missed most, being far from those that are kept already and not rare.
 * The few orange points of a status are kept before the hundredth step of a grey edge.
 *
 * @param {ReadonlyMap<number, number>} counts of points, by colour
 * @returns {number[]}
 */
function chooseColours(counts) {
  const open = [...counts].map(([colour, count]) => ({ colour, weight: Math.sqrt(count), distance: Infinity }));
  /** @type {number[]} */
  const chosen = [];
  while (chosen.length < Math.min(paletteSize, counts.size)) {
    const missed = open.reduce((worst, one) =>
      one.distance * one.weight > worst.distance * worst.weight ? one : worst,
    );
    chosen.push(missed.colour);
    for (const one of open) one.distance = Math.min(one.distance, distanceOf(one.colour, missed.colour));
  }
  return chosen;
}

/** @param {readonly number[]} palette @param {number} colour */
function nearest(palette, colour) {
  let best = 0;
  for (const [index, kept] of palette.entries()) {
    if (distanceOf(kept, colour) < distanceOf(palette[best] ?? 0, colour)) best = index;
  }
  return best;
}

/** @param {number} one @param {number} other */
function distanceOf(one, other) {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one & 255) - (other & 255);
  return red * red + green * green + blue * blue;
}

/** @param {Buffer} png */
function readPixels(png) {
  const parts = chunksOf(png);
  const header = parts.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bytesPerPixel = { 2: 3, 6: 4 }[header[9] ?? 0];
  if (!png.subarray(0, 8).equals(signature) || header[8] !== 8 || bytesPerPixel === undefined || header[12] !== 0) {
    throw new Error('This is no PNG of the kind that a browser writes.');
  }
  const data = parts.filter(({ type }) => type === 'IDAT').map((part) => part.data);
  const bytes = unfilter(inflateSync(Buffer.concat(data)), width * bytesPerPixel, height, bytesPerPixel);
  const pixels = new Uint32Array(width * height);
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    const at = pixel * bytesPerPixel;
    pixels[pixel] = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  }
  return { width, height, pixels };
}

/** Each row of a PNG is written as differences to its neighbours, in one of five ways. PNG specification, section 9. */
function unfilter(
  /** @type {Buffer} */ raw,
  /** @type {number} */ stride,
  /** @type {number} */ height,
  /** @type {number} */ step,
) {
  const bytes = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const left = x >= step ? (bytes[y * stride + x - step] ?? 0) : 0;
      const above = y > 0 ? (bytes[(y - 1) * stride + x] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (bytes[(y - 1) * stride + x - step] ?? 0) : 0;
      const expected =
        [0, left, above, (left + above) >> 1, filter === 4 ? closest(left, above, corner) : 0][filter] ?? 0;
      bytes[y * stride + x] = (raw[y * (stride + 1) + 1 + x] ?? 0) + expected;
    }
  }
  return bytes;
}

/** Of three neighbours the one closest to their linear prediction. */
function closest(/** @type {number} */ left, /** @type {number} */ above, /** @type {number} */ corner) {
  const prediction = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((value) => Math.abs(prediction - value));
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** @param {Buffer} png */
function chunksOf(png) {
  const parts = [];
  for (let at = 8; at + 8 <= png.length;) {
    const length = png.readUInt32BE(at);
    parts.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return parts;
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}
