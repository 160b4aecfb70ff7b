import { z } from 'zod';
import { base64url, digest, instant, signature } from './encoded.ts';
import { keyId } from './keys.ts';

/**
 * Items and settings as the platform's operator publishes them: one bundle, whole, for all terminals. See docs/bundles.md and
 * docs/decisions/0015-bundles-and-their-notice.md. What a terminal believes is the notice, signed anew at each contact; the notice names the
 * bundle's digest, and the bundle itself may come over any line and lie on any disk.
 */

const version = z.int().min(1).max(9_999_999);
/** Of a bundle as it travels, and of its content unpacked: what a terminal is ready to hold in memory. */
export const maxBundleBytes = 16 * 1024 * 1024;
export const maxBundleContentBytes = 64 * 1024 * 1024;

/** The newest bundle, by the platform's word at that time. */
export const bundleNotice = z.strictObject({
  v: z.literal(1),
  /** Goes up with each bundle. */
  version,
  /** SHA-256 over purpose `bundle` and the bundle's bytes. */
  digest,
  bytes: z.int().min(1).max(maxBundleBytes),
  /** The platform's time. That it is not old is what shows that nobody holds newer bundles back. */
  at: instant,
});
export type BundleNotice = Readonly<z.infer<typeof bundleNotice>>;

/** `bytes`: the JSON of a `bundleNotice`; signed over purpose `bundle-notice` by a bundle key of the key list. */
export const signedBundleNotice = z.strictObject({ bytes: base64url, key: keyId, signature });
export type SignedBundleNotice = Readonly<z.infer<typeof signedBundleNotice>>;

/** A bundle travels in parts of so many bytes; the last one is shorter. Over a thin line a cut one costs half a minute. */
export const bundlePartBytes = 256 * 1024;
export const bundlePart = z.strictObject({ v: z.literal(1), bytes: base64url });
export type BundlePart = Readonly<z.infer<typeof bundlePart>>;

/** A file as the operator wrote it, so that its faults can be named by file and line. */
export const bundleFile = z.strictObject({ name: z.string().regex(/^[^./\\][^/\\]{0,99}$/), text: z.string() });
export type BundleFile = Readonly<z.infer<typeof bundleFile>>;

export const mostBundledItems = 1000;

/** A bundle's bytes are the JSON of this, gzipped. */
export const bundleContent = z.strictObject({
  v: z.literal(1),
  version,
  publishedAt: instant,
  /** settings.yaml: what may be changed from afar. Null: as the terminal's own profile says. */
  settings: bundleFile.nullable(),
  items: z.array(bundleFile).min(1).max(mostBundledItems),
});
export type BundleContent = Readonly<z.infer<typeof bundleContent>>;
