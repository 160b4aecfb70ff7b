/** Everything the gateway refuses with, and the status it goes out under; platform/openapi.yaml lists the same. */
export const refusalStatus = {
  malformed: 400,
  signature: 401,
  'incarnation-revoked': 401,
  'incarnation-forked': 401,
  'code-not-accepted': 403,
  'not-found': 404,
  'wrong-offset': 409,
  'tus-version': 412,
  'too-large': 413,
  busy: 429,
  'platform-fault': 500,
} as const;

export type Refusal = keyof typeof refusalStatus;

/** Fastify's own refusals (a body too long, a content type it has no parser for) in our words. */
export function refusalForStatus(status: number | undefined): Refusal {
  if (status === 413) return 'too-large';
  return status !== undefined && status >= 400 && status < 500 ? 'malformed' : 'platform-fault';
}
