import { finished, PassThrough, type Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { exactly } from '../../main/contract/wire/encoded.ts';
import { err, ok, type Result } from '../../main/contract/result.ts';
import type { PaperFiles, PaperName } from '../papers/paper-files.ts';
import type { Refusal } from './refusals.ts';

/** tus 1.0.0, the core protocol: https://tus.io/protocols/resumable-upload */
export const tusVersion = '1.0.0';
export const uploadBodyType = 'application/offset+octet-stream';

const uploadId = z
  .string()
  .transform((text) => text.split('.'))
  .pipe(z.tuple([exactly(32), exactly(16)]))
  .transform(([caseDigest, paper]): PaperName => ({ caseDigest, paper }));
const offset = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number);

/** Which paper a request is about, and how tus is spoken; both before anything of the sender is looked at. */
export function readUpload(request: FastifyRequest): Result<PaperName, Refusal> {
  if (request.headers['tus-resumable'] !== tusVersion) return err('tus-version');
  const { upload } = z.object({ upload: z.string() }).parse(request.params);
  const name = uploadId.safeParse(upload);
  return name.success ? ok(name.data) : err('not-found');
}

/** HEAD: how much is here. */
export function answerOffset(reply: FastifyReply, received: number, wholeBytes: number): FastifyReply {
  return reply
    .code(200)
    .headers({ 'upload-offset': `${received}`, 'upload-length': `${wholeBytes}`, 'cache-control': 'no-store' })
    .send();
}

/** How much of a part may have come and not be written yet. */
const mostInMemoryBytes = 1024 * 1024;

/**
 * Reads from the connection at once, before it is even known who sends: what waits unread in a connection that breaks is
 * thrown away with it, and would have to be sent again. Ends where the connection ends, whole or not.
 */
export function receivePart(connection: Readable): PassThrough {
  const part = new PassThrough({ highWaterMark: mostInMemoryBytes });
  connection.pipe(part, { end: false });
  finished(connection, { writable: false }, () => part.end());
  return part;
}

/** PATCH: takes what comes at the offset the request names, and keeps it also when the connection breaks. */
export async function takePart(
  request: FastifyRequest,
  reply: FastifyReply,
  { files, name, wholeBytes }: { readonly files: PaperFiles; readonly name: PaperName; readonly wholeBytes: number },
): Promise<Result<FastifyReply, Refusal>> {
  const at = offset.safeParse(request.headers['upload-offset']);
  if (!at.success) return err('malformed');
  const announcedBytes = Number(request.headers['content-length'] ?? 0);
  if (at.data + announcedBytes > wholeBytes) return err('too-large');
  // A body of another type was not received as a part.
  if (!(request.body instanceof PassThrough)) return err('malformed');
  const appended = await files.append(name, at.data, wholeBytes, request.body);
  switch (appended.end) {
    case 'too-long':
      return err('too-large');
    case 'wrong-offset':
      reply.header('upload-offset', `${appended.receivedBytes}`);
      return err('wrong-offset');
    case 'kept':
      return ok(reply.code(204).header('upload-offset', `${appended.receivedBytes}`).send());
    default:
      return appended satisfies never;
  }
}
