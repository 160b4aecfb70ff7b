import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { drawTable, filmName, filmSwitches } from '../workbench/camera-film.ts';

/** A sheet of A4 as it was before it was filmed: px. */
export const filmedSheet = { width: 620, height: 877 } as const;

const fontFile = '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-500-normal.woff2';

export interface Film {
  /** For openWindow: Chromium shows it as what a camera sees, over and over. */
  readonly switches: readonly string[];
  /** Chromium reads it anew whenever the page opens the camera. */
  readonly file: string;
  remove(): void;
}

/** A camera over a table on which a sheet lies askew. `glare`: a lamp is mirrored in it. */
export function film(what: 'sheet' | 'glare'): Film {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tb-film-'));
  // Whoever the window runs as reads it.
  chmodSync(folder, 0o755);
  const file = path.join(folder, filmName);
  writeFileSync(file, drawFrame(what).toBuffer('image/jpeg', 90), { mode: 0o644 });
  return {
    switches: filmSwitches(file),
    file,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Nobody on it exists. */
export function drawSheet(): Canvas {
  GlobalFonts.registerFromPath(fileURLToPath(import.meta.resolve(fontFile)), 'Sheet');
  const { width, height } = filmedSheet;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  // Chromium takes the film's blacks and whites for those of television: it comes out brighter and harder.
  context.fillStyle = '#cccac2';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#1b1b1f';
  context.strokeStyle = '#1b1b1f';
  context.textAlign = 'center';
  context.font = '40px Sheet';
  context.fillText('参保缴费凭证', width / 2, 120);
  context.textAlign = 'left';
  context.font = '22px Sheet';
  const rows = ['姓名　王晓澜', '参保地　安徽省阜阳市', '起止年月　2011 年 3 月至 2019 年 8 月', '累计月数　101'];
  for (const [at, row] of rows.entries()) {
    context.strokeRect(60, 200 + 70 * at, width - 120, 70);
    context.fillText(row, 80, 244 + 70 * at);
  }
  context.font = '18px Sheet';
  for (let line = 0; line < 8; line += 1) {
    context.fillText('本凭证由参保地社会保险经办机构出具，用于办理转移接续手续。', 60, 540 + 34 * line);
  }
  return canvas;
}

function drawFrame(what: 'sheet' | 'glare'): Canvas {
  return drawTable((context) => {
    context.drawImage(drawSheet(), -filmedSheet.width / 2, -filmedSheet.height / 2);
    if (what === 'sheet') return;
    context.fillStyle = '#ffffff';
    context.beginPath();
    context.ellipse(80, -60, 90, 60, 0, 0, 2 * Math.PI);
    context.fill();
  });
}
