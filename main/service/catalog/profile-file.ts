import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { profile, type Profile } from '../../contract/profile.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { ConfigFault } from './config-fault.ts';
import { faultsFrom } from './issue-words.ts';
import { readYaml } from './yaml-source.ts';

export interface LoadedProfile {
  /** The file's own, else the last good one; null where there is neither. */
  readonly profile: Profile | null;
  readonly faults: readonly ConfigFault[];
  /** Whom to call. Taken even out of a profile that is wrong elsewhere: then above all it is needed. */
  readonly help: Profile['help'] | null;
}

/**
 * Reads the terminal's settings. Good ones are kept as a copy; when the file is bad later, the copy serves, and the
 * faults are reported: an operator's slip at noon shows on the staff page and not as a closed hall.
 */
export function loadProfile(file: string, lastGoodFile: string): LoadedProfile {
  const given = readProfile(file);
  if (!given.ok) {
    const lastGood = readProfile(lastGoodFile);
    if (lastGood.ok) return { profile: lastGood.value, faults: given.error, help: lastGood.value.help };
    return { profile: null, faults: given.error, help: readHelp(file) ?? readHelp(lastGoodFile) };
  }
  const kept = keepCopy(file, lastGoodFile);
  return { profile: given.value, faults: kept.ok ? [] : [kept.error], help: given.value.help };
}

function readProfile(file: string): Result<Profile, readonly ConfigFault[]> {
  const source = readYaml(file);
  if (!source.ok) return source;
  const parsed = profile.safeParse(source.value.data);
  return parsed.success ? ok(parsed.data) : err(faultsFrom(parsed.error.issues, profile, source.value));
}

/**
 * As much as can be understood of a file, which may be broken anywhere else: parsed with its errors, not refused for them.
 * The number counts: it is shown also without whose it is, and without a number nobody can be called.
 */
function readHelp(file: string): Profile['help'] | null {
  const { name, phone } = profile.shape.help.shape;
  try {
    const data: unknown = parseDocument(readFileSync(file, 'utf8')).toJS();
    const found = z.object({ help: z.object({ name: name.catch({ zh: '', en: '' }), phone }) }).safeParse(data);
    return found.success ? found.data.help : null;
  } catch {
    return null;
  }
}

/** By a file beside it and a rename: power may fail in between, and half a copy would be worse than an old one. */
function keepCopy(file: string, lastGoodFile: string): Result<null, ConfigFault> {
  try {
    mkdirSync(dirname(lastGoodFile), { recursive: true, mode: 0o700 });
    const beside = `${lastGoodFile}.new`;
    const descriptor = openSync(beside, 'w', 0o600);
    writeSync(descriptor, readFileSync(file));
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(beside, lastGoodFile);
    return ok(null);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return err({
      file: basename(file),
      line: 1,
      wrong: {
        zh: `设置没问题，但备份存不下来（${code}）。`,
        en: `The settings are good, but no copy of them can be kept (${code}).`,
      },
      right: {
        zh: '看看磁盘满没满，服务有没有权限写数据文件夹。',
        en: 'Check for a full disk, and that the service may write its data folder.',
      },
    });
  }
}
