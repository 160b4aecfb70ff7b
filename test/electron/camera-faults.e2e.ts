import { readFileSync, writeFileSync } from 'node:fs';
import { createCanvas } from '@napi-rs/canvas';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { View } from '../../main/contract/view/view.ts';
import { type Film, film } from './camera-film.ts';
import { tap } from './finger.ts';
import { openWindow, type OpenWindow } from './open-window.ts';
import { sampleViews } from './sample-views.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.ts';
import { showToNext } from './show-view.ts';

declare global {
  interface Window {
    /** What the camera's own side does wrong: it is not there, or another program has it. */
    cameraFault?: 'gone' | 'denied' | null;
    cameraStreams?: MediaStream[];
  }
}

/*
 * The camera's part of the fault matrix (test/torture/devices), in the real window: what Chromium gives the page for a camera
 * is a film, which goes black or becomes rubbish as a file, and a device list that a test empties.
 */
const backWithinMs = 5_000;
let session = 1;

const sample = (): View => {
  const views = sampleViews({ language: 'zh', elderly: false, panelHeightMm: 600 });
  const found = views.find(({ name }) => name === 'question-paper-camera');
  if (found === undefined) throw new Error('no such sample');
  return { ...found.view, session };
};

let shooting: Film;
let good: Buffer;
let service: ScriptedService;
let window: OpenWindow;
let page: Page;

beforeAll(async () => {
  service = await startScriptedService();
  service.reply({ reply: 'done' });
  shooting = film('sheet');
  good = readFileSync(shooting.file);
  window = await openWindow(service, '', shooting.switches);
});
afterAll(async () => {
  await window.close();
  await service.close();
  shooting.remove();
});

beforeEach(async () => {
  writeFileSync(shooting.file, good);
  session += 1;
  page = await showToNext(service, window, sample());
  await page.evaluate(() => {
    const { window: self } = globalThis;
    const streams: MediaStream[] = [];
    [self.cameraFault, self.cameraStreams] = [null, streams];
    const { mediaDevices } = navigator;
    const [list, open] = [
      mediaDevices.enumerateDevices.bind(mediaDevices),
      mediaDevices.getUserMedia.bind(mediaDevices),
    ];
    mediaDevices.enumerateDevices = async () => (self.cameraFault === 'gone' ? [] : list());
    mediaDevices.getUserMedia = async (wish) => {
      if (self.cameraFault === 'denied') throw new DOMException('', 'NotAllowedError');
      const stream = await open(wish);
      streams.push(stream);
      return stream;
    };
  });
});

const press = (name: string): Promise<void> => tap(page, page.getByRole('button', { name, exact: true }));
const reads = (text: string): Promise<void> => page.getByText(text).waitFor();

/** Chromium's film cannot be pulled out, and is read anew when it is opened: both come as the end of its track. */
const end = (): Promise<void> =>
  page.evaluate(() => {
    for (const track of (globalThis.window.cameraStreams ?? []).flatMap((stream) => stream.getTracks())) {
      if (track.readyState === 'live') track.dispatchEvent(new Event('ended'));
    }
  });
const liveTracks = (): Promise<number> =>
  page.evaluate(
    () =>
      (globalThis.window.cameraStreams ?? [])
        .flatMap((stream) => stream.getTracks())
        .filter(({ readyState }) => readyState === 'live').length,
  );
const setFault = (fault: 'gone' | 'denied' | null): Promise<void> =>
  page.evaluate((next) => {
    globalThis.window.cameraFault = next;
  }, fault);

function black(): Buffer {
  const canvas = createCanvas(1920, 1080);
  canvas.getContext('2d').fillRect(0, 0, 1920, 1080);
  return canvas.toBuffer('image/jpeg', 90);
}

interface Fault {
  readonly cause: () => Promise<void> | void;
  /** What the person reads. */
  readonly reads: string;
}

const noCamera = '相机没有接上。接好后自动打开，请工作人员看一看。';
const faults: Readonly<Record<string, Fault>> = {
  gone: { cause: () => setFault('gone'), reads: noCamera },
  denied: { cause: () => setFault('denied'), reads: '相机打不开。机器还在试，请工作人员看一看。' },
  black: {
    cause: () => writeFileSync(shooting.file, black()),
    // Whether a page is too dark is said of a page that is seen.
    reads: '还没看到整张纸。请放到中间，四边都露出来。',
  },
  garbage: {
    cause: () => writeFileSync(shooting.file, Buffer.alloc(good.length, 0x55)),
    // Chromium does not count a film that is none among the cameras.
    reads: noCamera,
  },
};

describe.each(Object.entries(faults))('a camera that is %s', (_, fault) => {
  it.each(['before it is opened', 'while it is aimed'] as const)('%s', async (when) => {
    if (when === 'before it is opened') await fault.cause();
    await press('拍照');
    if (when === 'while it is aimed') {
      await reads('整张纸都看到了，可以拍。');
      await fault.cause();
      await end();
    }
    await reads(fault.reads);
    await setFault(null);
    writeFileSync(shooting.file, good);
    const mendedMs = performance.now();
    await end();
    // Without a touch. To find the sheet in the picture again takes a busy machine longer than that.
    await page.waitForFunction(() => (globalThis.window.cameraStreams ?? []).at(-1)?.active === true);
    expect(performance.now() - mendedMs).toBeLessThan(backWithinMs);
    await reads('整张纸都看到了，可以拍。');
    const before = service.received.length;
    await press('拍');
    await press('对准了');
    await press('用这张');
    await page.getByRole('button', { name: '拍照' }).waitFor();
    const acts = service.received.slice(before);
    expect(
      acts.some((message) => message.message === 'act' && message.act.act === 'photograph' && message.act.last),
    ).toBe(true);
    expect(await liveTracks()).toBe(0);
  });
});
