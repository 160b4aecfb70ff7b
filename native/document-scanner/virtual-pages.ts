import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { maxPageBytes } from '../../main/contract/devices/document-scanner.ts';

/** A4 at 300 dpi. */
const [width, height] = [2480, 3508];

/** Of the system's CJK collection only the Japanese face can be loaded here, and its 直 and 骨 are not ours. */
const fontFile = '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-500-normal.woff2';
GlobalFonts.registerFromPath(fileURLToPath(import.meta.resolve(fontFile)), 'Page');

export const samplePageNames = [
  'form',
  'certificate',
  'letter',
  'invoice',
  'blank',
  'five-megabytes',
  'too-large',
] as const;
export type SamplePageName = (typeof samplePageNames)[number];

const drawn = new Map<SamplePageName, Buffer>();

/** As long as those of electronic invoices are, and none that was ever issued. */
export const sampleInvoiceNumber = '25342816407735291846';

/** A sample page as the scanner would give it: JPEG. Drawn when it is first laid down; nobody on it exists. */
export function samplePage(name: SamplePageName): Buffer {
  const known = drawn.get(name);
  if (known !== undefined) return known;
  const page = drawPage(name);
  drawn.set(name, page);
  return page;
}

function drawPage(name: SamplePageName): Buffer {
  switch (name) {
    case 'form':
      return onPaper('常住人口登记表', ['姓名', '性别', '民族', '出生日期', '住址', '与户主关系', '联系电话'], 80);
    case 'certificate':
      return onPaper('出生医学证明', ['新生儿姓名', '出生地点', '母亲姓名', '父亲姓名', '接生机构'], 76);
    case 'letter':
      return onPaper('授权委托书', ['委托人', '受托人', '委托事项', '委托期限'], 50);
    case 'invoice':
      return onPaper('电子发票', ['发票号码', '开票日期', '购买方', '金额'], 60, [
        sampleInvoiceNumber,
        '2025 年 9 月 1 日',
      ]);
    case 'blank':
      return onPaper('', [], 50);
    case 'five-megabytes':
      return padded(samplePage('form'), maxPageBytes);
    case 'too-large':
      return padded(samplePage('form'), maxPageBytes + 1);
    default:
      return name satisfies never;
  }
}

/** `values`: what stands behind the first labels; behind the others stands that it is a sample. */
function onPaper(title: string, rows: readonly string[], quality: number, values: readonly string[] = []): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#f6f4ec';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#1b1b1f';
  context.strokeStyle = '#1b1b1f';
  context.lineWidth = 4;
  if (title !== '') drawText(context, title, rows, values);
  drawGrain(context);
  return canvas.toBuffer('image/jpeg', quality);
}

function drawText(context: SKRSContext2D, title: string, rows: readonly string[], values: readonly string[]): void {
  context.textAlign = 'center';
  context.font = '110px Page';
  context.fillText(title, width / 2, 420);
  context.font = '56px Page';
  context.fillText('样张 SAMPLE', width / 2, 540);
  context.textAlign = 'left';
  rows.forEach((label, at) => {
    const top = 720 + at * 220;
    context.strokeRect(260, top, width - 520, 220);
    context.strokeRect(260, top, 520, 220);
    context.fillText(label, 310, top + 130);
    context.fillText(values[at] ?? '样例', 840, top + 130);
  });
  context.strokeStyle = '#b3261e';
  context.fillStyle = '#b3261e';
  context.lineWidth = 14;
  context.beginPath();
  context.arc(1900, 2900, 240, 0, 2 * Math.PI);
  context.stroke();
  context.textAlign = 'center';
  context.font = '90px Page';
  context.fillText('样章', 1900, 2930);
}

/** What a lamp sees on any paper; without it a page would be a tenth of a real one's size. */
function drawGrain(context: SKRSContext2D): void {
  const grain = context.createPattern(grainTile(), 'repeat');
  context.fillStyle = grain;
  context.fillRect(0, 0, width, height);
}

function grainTile(): Canvas {
  const side = 509;
  const canvas = createCanvas(side, side);
  const context = canvas.getContext('2d');
  const image = context.createImageData(side, side);
  // The same grain at every start: a page's digest can be compared with yesterday's.
  let seed = 20_250_901;
  for (let at = 0; at < image.data.length; at += 4) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    image.data.fill(90, at, at + 3);
    image.data[at + 3] = seed >>> 26;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** The same picture in exactly so many bytes, by comments (ITU-T T.81, B.2.4.5) of bytes that do not compress. */
function padded(jpeg: Buffer, lengthBytes: number): Buffer {
  const startMarkerBytes = 2;
  const longestComment = 65_000;
  const comments: Buffer[] = [];
  let missing = lengthBytes - jpeg.length;
  for (let nth = 0; missing > 0; nth += 1) {
    // A comment takes at least its marker and length.
    const bytes = missing <= longestComment ? missing : Math.min(longestComment, missing - 4);
    const comment = Buffer.alloc(bytes);
    comment.writeUInt16BE(0xfffe, 0);
    comment.writeUInt16BE(bytes - 2, 2);
    for (let at = 4, block = 0; at < bytes; at += 32, block += 1) {
      createHash('sha256').update(`${nth} ${block}`).digest().copy(comment, at);
    }
    comments.push(comment);
    missing -= bytes;
  }
  return Buffer.concat([jpeg.subarray(0, startMarkerBytes), ...comments, jpeg.subarray(startMarkerBytes)]);
}
