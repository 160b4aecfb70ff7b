import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { Item } from '../../contract/item.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { settings, type Settings } from '../../contract/settings.ts';
import { bundleContent, type BundleFile, maxBundleContentBytes } from '../../contract/wire/bundles.ts';
import { parseJson } from '../sealing/parse-json.ts';
import type { ConfigFault } from './config-fault.ts';
import { faultsFrom } from './issue-words.ts';
import { itemsIn } from './item-files.ts';
import { yamlIn } from './yaml-source.ts';

/** A bundle as the terminal understands it. */
export interface OpenedBundle {
  readonly version: number;
  readonly publishedAt: string;
  readonly items: readonly Item[];
  readonly settings: Settings;
  /** Of files in it that could not be used; the others work. */
  readonly faults: readonly ConfigFault[];
}

export type ContentFault = 'content' | 'no-item-good';

/**
 * Understands a bundle whose digest was found to be the notice's: never other bytes. One without a single good item is
 * refused, because it would close the hall, and so is one that calls itself another version than the notice does.
 */
export function openBundle(bytes: Uint8Array, version: number): Result<OpenedBundle, ContentFault> {
  const opening = openingOf(bytes, version);
  for (;;) {
    const step = opening.next();
    if (step.done === true) return step.value;
  }
}

/** The same, file by file: 500 items need five seconds, and somebody may be answering a question meanwhile. */
export async function openBundleMeanwhile(
  bytes: Uint8Array,
  version: number,
): Promise<Result<OpenedBundle, ContentFault>> {
  const opening = openingOf(bytes, version);
  for (;;) {
    const step = opening.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}

/** Halts after each file. */
function* openingOf(bytes: Uint8Array, version: number): Generator<void, Result<OpenedBundle, ContentFault>> {
  const content = contentOf(bytes);
  if (content === null || content.version !== version) return err('content');
  const sources: ReturnType<typeof yamlIn>[] = [];
  for (const { name, text } of content.items) {
    sources.push(yamlIn(name, text));
    yield;
  }
  const { items, faults } = itemsIn(sources);
  if (items.length === 0) return err('no-item-good');
  const given = content.settings === null ? ok({}) : settingsIn(content.settings);
  return ok({
    version,
    publishedAt: content.publishedAt,
    items,
    settings: given.ok ? given.value : {},
    faults: given.ok ? faults : [...given.error, ...faults],
  });
}

function contentOf(bytes: Uint8Array) {
  try {
    return parseJson(bundleContent, gunzipSync(bytes, { maxOutputLength: maxBundleContentBytes }));
  } catch {
    return null;
  }
}

function settingsIn({ name, text }: BundleFile): Result<Settings, readonly ConfigFault[]> {
  const source = yamlIn(name, text);
  if (!source.ok) return source;
  const parsed = settings.safeParse(source.value.data);
  return parsed.success ? ok(parsed.data) : err(faultsFrom(parsed.error.issues, settings, source.value));
}
