import type { Clock } from '../clock.ts';
import type { PrinterCommand, QrLevel } from './codec.ts';
import { createCommandDecoder } from './command-decoder.ts';
import { clearedAnswer, createRequestFilter } from './real-time.ts';
import type { RealTimeRequest, StatusQuestion } from './real-time.ts';
import { type DotRow, drawLine, drawQr, drawRaster, type StyledCharacter, widthOf } from './virtual-line.ts';

const dotsPerMm = 8;
/** From the print head up to the cutter: what is cut off leaves this much blank paper before the next receipt. */
const cutterDots = 120;
const bufferBytes = 4_096;
const newRollMm = 50_000;
const nearEndMm = 500;
const tickMs = 10;

/** A piece of paper that left the printer, and what stands on it. */
export interface PaperPiece {
  readonly rows: readonly DotRow[];
  /** Lines of text that were printed down to their last dot. */
  readonly lines: readonly string[];
  readonly qr: readonly string[];
  /** Torn off, or given up in the middle. */
  readonly partial: boolean;
}

export interface Mechanism {
  /** Takes what its buffer has room for and says how many bytes that were; `onRoom` tells, from within, when there is room again. */
  receive(bytes: Uint8Array): number;
  openCover(): void;
  closeCover(): void;
  setPaper(paperMm: number): void;
  /** A full roll; what hung out of the printer is torn off. */
  newPaper(): void;
  setCutterStuck(isStuck: boolean): void;
  state(): {
    readonly paperMm: number;
    readonly coverOpen: boolean;
    readonly cutterStuck: boolean;
    readonly online: boolean;
  };
}

interface QueuedRow {
  readonly row: DotRow;
  readonly whenPrinted?: (() => void) | undefined;
}

/** A thermal printer without its casing: bytes in, answers and pieces of paper out, at the pace of its motor. */
export function createMechanism(options: {
  readonly clock: Clock;
  readonly mmPerSecond: number;
  readonly paperMm: number;
  /** Of the print head: 576 on 80 mm, 384 on 58 mm. */
  readonly headDots: number;
  readonly answer: (bytes: Uint8Array) => void;
  readonly onPiece: (piece: PaperPiece) => void;
  readonly onRoom: () => void;
}): Mechanism {
  const { clock, headDots, answer, onPiece, onRoom } = options;
  const blankRow: DotRow = new Uint8Array(headDots);
  const blankRows = (count: number): DotRow[] => Array.from({ length: count }, () => blankRow);
  const rowsPerMs = (options.mmPerSecond * dotsPerMm) / 1_000;
  const takeRequests = createRequestFilter();

  let paperDots = options.paperMm * dotsPerMm;
  let coverOpen = false;
  let cutterStuck = false;

  let buffer: Uint8Array = new Uint8Array(0);
  let decoder = createCommandDecoder();
  let commands: readonly PrinterCommand[] = [];
  let line: readonly StyledCharacter[] = [];
  const queue: QueuedRow[] = [];
  let motorSinceMs: number | undefined;

  let style = initialStyle;
  let storedQr = '';

  let piece = emptyPiece(blankRows(cutterDots));

  const isOnline = () => !coverOpen && !cutterStuck && paperDots > 0;

  function execute(command: PrinterCommand): void {
    switch (command.command) {
      case 'initialise':
        line = [];
        style = initialStyle;
        return;
      case 'align':
        style = { ...style, align: command.align };
        return;
      case 'size':
        style = { ...style, times: command.times };
        return;
      case 'bold':
        style = { ...style, bold: command.on };
        return;
      case 'line-pitch':
        style = { ...style, pitchDots: command.dots };
        return;
      case 'text':
        for (const character of command.text) addCharacter({ character, times: style.times, bold: style.bold });
        return;
      case 'line-feed':
        printLine();
        return;
      case 'feed':
        feed(command.lines * style.pitchDots);
        return;
      case 'qr-module':
        style = { ...style, qrModuleDots: Math.max(1, command.dots) };
        return;
      case 'qr-level':
        style = { ...style, qrLevel: command.level };
        return;
      case 'qr-store':
        storedQr = command.data;
        return;
      case 'qr-print': {
        const data = storedQr;
        enqueue(drawQr(data, style.qrModuleDots, style.qrLevel, style.align, headDots), () => piece.qr.push(data));
        return;
      }
      case 'raster':
        enqueue(drawRaster(command.bytesPerRow, command.rows, style.align, headDots));
        return;
      case 'cut':
        if (line.length > 0) printLine();
        feed(cutterDots + command.feedDots, () => leavePiece(piece.rows.length - cutterDots, piece.interrupted));
        return;
      case 'fence':
        answer(Uint8Array.of(paperDots < nearEndMm * dotsPerMm ? 0x03 : 0));
        return;
      case 'chinese':
      case 'qr-model':
      case 'status-back':
        return;
      default:
        command satisfies never;
    }
  }

  function addCharacter(styled: StyledCharacter): void {
    const used = line.reduce((sum, other) => sum + widthOf(other), 0);
    if (used + widthOf(styled) > headDots) printLine();
    line = [...line, styled];
  }

  function printLine(): void {
    if (line.length === 0) {
      feed(style.pitchDots);
      return;
    }
    const text = line.map(({ character }) => character).join('');
    enqueue(drawLine(line, style.align, style.pitchDots, headDots), () => piece.lines.push(text.trimEnd()));
    line = [];
  }

  const feed = (dots: number, whenPrinted?: () => void) => enqueue(blankRows(dots), whenPrinted);

  function enqueue(rows: readonly DotRow[], whenPrinted?: () => void): void {
    rows.forEach((row, at) => queue.push(at === rows.length - 1 ? { row, whenPrinted } : { row }));
  }

  /** Cuts or tears the first `rowCount` rows off. A scrap with nothing on it falls to the floor. */
  function leavePiece(rowCount: number, partial: boolean): void {
    const { rows, lines, qr } = piece;
    const left = rows.slice(0, rowCount);
    piece = emptyPiece(rows.slice(rowCount));
    if (left.some((row) => row.includes(1))) onPiece({ rows: left, lines, qr, partial });
  }

  /** Takes commands until one moves the paper. */
  function takeCommands(): void {
    while (isOnline() && queue.length === 0) {
      const [command, ...others] = commands;
      if (command !== undefined) {
        commands = others;
        execute(command);
      } else if (buffer.length > 0) {
        commands = decoder.push(buffer.subarray(0, 1));
        buffer = buffer.subarray(1);
      } else return;
      // At every byte it would be as many packets.
      if (buffer.length === bufferBytes / 2 || buffer.length === 0) onRoom();
    }
  }

  function work(): void {
    takeCommands();
    if (isOnline() && queue.length > 0 && motorSinceMs === undefined) {
      motorSinceMs = clock.nowMs();
      clock.after(tickMs, turnMotor);
    }
  }

  function turnMotor(): void {
    const sinceMs = motorSinceMs ?? clock.nowMs();
    motorSinceMs = undefined;
    const due = Math.max(1, Math.floor((clock.nowMs() - sinceMs) * rowsPerMs));
    for (let printed = 0; printed < due && isOnline(); printed += 1) {
      const next = queue.shift();
      if (next === undefined) break;
      paperDots -= 1;
      piece.rows.push(next.row);
      next.whenPrinted?.();
      takeCommands();
    }
    work();
  }

  function obey(request: RealTimeRequest): void {
    if (request.request === 'status') {
      answer(Uint8Array.of(statusByte(request.question)));
      return;
    }
    buffer = new Uint8Array(0);
    decoder = createCommandDecoder();
    commands = [];
    queue.length = 0;
    line = [];
    style = initialStyle;
    if (piece.lines.length > 0 || piece.rows.some((row) => row.includes(1))) piece = { ...piece, interrupted: true };
    answer(clearedAnswer);
    onRoom();
  }

  function statusByte(question: StatusQuestion): number {
    const hasPaper = paperDots > 0;
    switch (question) {
      case 1:
        return 0x12 | (isOnline() ? 0 : 0x08);
      case 2:
        return 0x12 | (coverOpen ? 0x04 : 0) | (hasPaper ? 0 : 0x20) | (cutterStuck ? 0x40 : 0);
      case 3:
        return 0x12 | (cutterStuck ? 0x08 : 0);
      case 4:
        return 0x12 | (paperDots < nearEndMm * dotsPerMm ? 0x0c : 0) | (hasPaper ? 0 : 0x60);
    }
  }

  return {
    receive: (bytes) => {
      const taken = bytes.subarray(0, bufferBytes - buffer.length);
      const { requests, rest } = takeRequests(taken);
      const joined = new Uint8Array(buffer.length + rest.length);
      joined.set(buffer);
      joined.set(rest, buffer.length);
      buffer = joined;
      for (const request of requests) obey(request);
      work();
      return taken.length;
    },
    openCover: () => {
      coverOpen = true;
    },
    closeCover: () => {
      coverOpen = false;
      work();
    },
    setPaper: (paperMm) => {
      paperDots = Math.round(paperMm * dotsPerMm);
      work();
    },
    newPaper: () => {
      leavePiece(piece.rows.length, true);
      piece = emptyPiece(blankRows(cutterDots));
      paperDots = newRollMm * dotsPerMm;
      work();
    },
    setCutterStuck: (isStuck) => {
      cutterStuck = isStuck;
      work();
    },
    state: () => ({ paperMm: Math.ceil(paperDots / dotsPerMm), coverOpen, cutterStuck, online: isOnline() }),
  };
}

const initialStyle: {
  readonly align: 'left' | 'centre';
  readonly times: number;
  readonly bold: boolean;
  readonly pitchDots: number;
  readonly qrModuleDots: number;
  readonly qrLevel: QrLevel;
} = { align: 'left', times: 1, bold: false, pitchDots: 30, qrModuleDots: 3, qrLevel: 'L' };

const emptyPiece = (rows: DotRow[]): { rows: DotRow[]; lines: string[]; qr: string[]; interrupted: boolean } => ({
  rows,
  lines: [],
  qr: [],
  interrupted: false,
});
