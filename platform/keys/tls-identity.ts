// First: @peculiar/x509 fails while it is loaded when Reflect has no metadata.
import 'reflect-metadata';
import { createHash, createPrivateKey, type KeyObject, webcrypto, X509Certificate } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';

export interface TlsIdentity {
  readonly key: KeyObject;
  /** PEM. */
  readonly certificate: string;
  /** SHA-256 of the SubjectPublicKeyInfo, base64url. */
  readonly pin: string;
}

/**
 * Self-signed: terminals look at the public key alone. The dates are as wide as they may be, for other clients that
 * meet a wrong clock.
 */
export async function makeTlsIdentity(): Promise<TlsIdentity> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const generated = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=tongban-platform',
    notBefore: new Date('2000-01-01T00:00:00Z'),
    notAfter: new Date('2100-01-01T00:00:00Z'),
    signingAlgorithm: algorithm,
    keys,
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const certificate = generated.toString('pem');
  return {
    key: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
    certificate,
    pin: pinOf(certificate),
  };
}

/** `certificate`: PEM. */
export function pinOf(certificate: string): string {
  const spki = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64url');
}
