const [width, height] = [102, 126];
const headerBytes = 54;
/** A row is filled up to a multiple of four bytes. */
const rowBytes = Math.ceil((width * 3) / 4) * 4;

/**
 * A 24-bit BMP of a card photo's size, drawn from a photo block: its 1024 bytes as a pattern of grey squares, the same left and
 * right. It decodes nothing. The form that real cards have is closed; this shows that a block went in and a picture came out.
 */
export function samplePhoto(block: Uint8Array): Buffer {
  const bmp = Buffer.alloc(headerBytes + rowBytes * height);
  bmp.write('BM', 0, 'latin1');
  bmp.writeUInt32LE(bmp.length, 2);
  bmp.writeUInt32LE(headerBytes, 10);
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(width, 18);
  bmp.writeInt32LE(height, 22);
  bmp.writeUInt16LE(1, 26);
  bmp.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const column = Math.floor(Math.min(x, width - 1 - x) / 6);
      const grey = 96 + ((block[(Math.floor(y / 6) * 9 + column) % block.length] ?? 0) >> 1);
      bmp.fill(grey, headerBytes + y * rowBytes + x * 3, headerBytes + y * rowBytes + x * 3 + 3);
    }
  }
  return bmp;
}
