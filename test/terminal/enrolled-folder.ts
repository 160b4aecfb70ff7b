import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { keepEnrolment, makeTerminalKeys } from '../../main/service/sealing/terminal-keys.ts';
import { signKeyList, testKeys } from '../../main/service/sealing/test-case.ts';
import { hashPin } from '../../main/service/staff/pin.ts';
import { writeEnrolmentFile } from '../../main/service/sync/enrolment-file.ts';

const project = resolve(import.meta.dirname, '../..');

export const staffPin = '135790';

/** A terminal as it lies on the disk before its service starts. */
export interface TerminalFolder {
  readonly root: string;
  readonly data: string;
  readonly profile: string;
  readonly items: string;
  readonly socket: string;
  readonly readerPort: string;
  readonly readerControl: string;
  readonly log: string;
  remove(): void;
}

/** Enrolled with a platform that nobody can reach: all that is tested here works without one. */
export function makeTerminalFolder(options: { readonly enrolled: boolean }): TerminalFolder {
  const root = mkdtempSync(join(tmpdir(), 'hall-'));
  const inRoot = (name: string) => join(root, name);
  const folder: TerminalFolder = {
    root,
    data: inRoot('data'),
    profile: inRoot('profile.yaml'),
    items: join(project, 'kiosk-config/services'),
    socket: inRoot('service'),
    readerPort: inRoot('reader-port'),
    readerControl: inRoot('reader'),
    log: inRoot('service.log'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  mkdirSync(folder.data, { mode: 0o700 });
  const { roots, list, root: rootKey } = testKeys();
  const profile = parseDocument(readFileSync(join(project, 'kiosk-config/terminal/example.yaml'), 'utf8'));
  profile.setIn(['platform', 'url'], 'https://127.0.0.1:9');
  profile.setIn(['platform', 'roots'], profile.createNode(roots));
  profile.setIn(['staff', 'pinHash'], hashPin(staffPin));
  profile.setIn(
    ['devices'],
    profile.createNode({ idCardReader: { transport: 'serial', path: folder.readerPort, baud: 115200 } }),
  );
  writeFileSync(folder.profile, profile.toString());
  if (options.enrolled) {
    keepEnrolment(folder.data, makeTerminalKeys(folder.data), { terminal: 'LLZ01', incarnation: 1 });
    const keyList = signKeyList(list, rootKey.privateKey);
    writeEnrolmentFile(folder.data, { v: 1, terminal: 'LLZ01', incarnation: 1, keyList, lease: 'A'.repeat(22) });
  }
  return folder;
}
