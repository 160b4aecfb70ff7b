import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  bundleContent,
  bundleFile,
  bundleNotice,
  bundlePart,
  signedBundleNotice,
} from '../main/contract/wire/bundles.ts';
import { caseLookUpRequest, caseLookUpResponse } from '../main/contract/wire/case-look-ups.ts';
import {
  acknowledgedOutcome,
  acknowledgements,
  auditHead,
  deliveryRequest,
  deliveryResponse,
  epochWord,
  namedCase,
  oldLease,
  signedAcknowledgements,
  signedEpoch,
  unfinished,
} from '../main/contract/wire/deliveries.ts';
import { enrolmentRequest, enrolmentResponse } from '../main/contract/wire/enrolment.ts';
import { envelope } from '../main/contract/wire/envelope.ts';
import { fleetList, signedFleetList } from '../main/contract/wire/fleet.ts';
import { keyList, signedKeyList } from '../main/contract/wire/keys.ts';
import { stuckCases, stuckCasesRequest, stuckCasesResponse } from '../main/contract/wire/stuck-cases.ts';
import { tombstonesRequest, tombstonesResponse } from '../main/contract/wire/tombstones.ts';
import { refusalStatus } from './gateway/refusals.ts';

const anObject = z.record(z.string(), z.unknown());
const text = await readFile(path.join(import.meta.dirname, 'openapi.yaml'), 'utf8');
const openapi = z.object({ components: z.object({ schemas: z.record(z.string(), anObject) }) }).parse(parse(text));
const { schemas } = openapi.components;

const sameInBoth = {
  SignedKeyList: signedKeyList,
  KeyList: keyList,
  SignedFleetList: signedFleetList,
  FleetList: fleetList,
  EnrolmentRequest: enrolmentRequest,
  EnrolmentResponse: enrolmentResponse,
  Envelope: envelope,
  AuditHead: auditHead,
  DeliveryRequest: deliveryRequest,
  DeliveryResponse: deliveryResponse,
  OldLease: oldLease,
  Acknowledgements: acknowledgements,
  Ending: acknowledgedOutcome,
  SignedAcknowledgements: signedAcknowledgements,
  NamedCase: namedCase,
  EpochWord: epochWord,
  SignedEpoch: signedEpoch,
  StuckCases: stuckCases,
  StuckCasesRequest: stuckCasesRequest,
  StuckCasesResponse: stuckCasesResponse,
  Unfinished: unfinished,
  TombstonesRequest: tombstonesRequest,
  TombstonesResponse: tombstonesResponse,
  SignedBundleNotice: signedBundleNotice,
  BundleNotice: bundleNotice,
  BundlePart: bundlePart,
  BundleContent: bundleContent,
  BundleFile: bundleFile,
  CaseLookUpRequest: caseLookUpRequest,
  CaseLookUpResponse: caseLookUpResponse,
} as const;

/** What both sides say in their own way, in one way: names, types, what is required, patterns, lengths and bounds. */
function normal(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(normal);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, description: _description, $schema: _dialect, anyOf, ...rest } = schema as Record<string, unknown>;
  if (typeof $ref === 'string') return normal(schemas[$ref.replace('#/components/schemas/', '')]);
  const entries = Object.entries(rest).filter(([name, value]) => {
    // zod writes out a pattern for what `format` says, and the range of whole numbers that JSON can carry.
    if (name === 'pattern' && rest['format'] === 'date-time') return false;
    return !(name === 'minimum' || name === 'maximum') || Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER;
  });
  const normalised = entries.map(([name, value]) => {
    if (name === 'required') return [name, (value as string[]).toSorted()] as const;
    if (name !== 'properties') return [name, normal(value)] as const;
    const properties = Object.entries(value as object).map(([field, inner]) => [field, normal(inner)] as const);
    return [name, Object.fromEntries(properties)] as const;
  });
  return { ...Object.fromEntries(normalised), ...(anyOf === undefined ? {} : { oneOf: normal(anyOf) }) };
}

describe('openapi.yaml and the schemas of the code', () => {
  it.each(Object.entries(sameInBoth))('agree on %s', (name, schema) => {
    expect(normal(schemas[name])).toEqual(normal(z.toJSONSchema(schema)));
  });

  it('agree on every refusal and its status', () => {
    expect(
      z.object({ error: z.object({ enum: z.array(z.string()) }) }).parse(schemas['Refusal']?.['properties']),
    ).toEqual({
      error: { enum: Object.keys(refusalStatus) },
    });
    expect(Object.keys(refusalStatus).filter((error) => !text.includes(`\`${error}\``))).toEqual([]);
  });

  it('are compared whole: what is not compared is part of what is', () => {
    const compared = Object.keys(sameInBoth);
    const parts = ['Base64url', 'Digest', 'PublicKey', 'Ed25519Signature', 'Lease', 'KeyId', 'Instant', 'Refusal'];
    expect(Object.keys(schemas).toSorted()).toEqual([...compared, ...parts].toSorted());
  });
});
