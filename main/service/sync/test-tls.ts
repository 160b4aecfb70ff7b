// First: @peculiar/x509 fails while it is loaded when Reflect has no metadata.
import 'reflect-metadata';
import { createHash, webcrypto, X509Certificate } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';

export interface TestIdentity {
  /** PEM, both. */
  readonly key: string;
  readonly cert: string;
  readonly pin: string;
}

/** A self-signed certificate that ran out long ago: only its key is looked at. */
export async function makeTestIdentity(): Promise<TestIdentity> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=somebody-else',
    notBefore: new Date('1998-01-01T00:00:00Z'),
    notAfter: new Date('1999-01-01T00:00:00Z'),
    signingAlgorithm: algorithm,
    keys,
  });
  const cert = certificate.toString('pem');
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const spki = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    cert,
    pin: createHash('sha256').update(spki).digest('base64url'),
  };
}
