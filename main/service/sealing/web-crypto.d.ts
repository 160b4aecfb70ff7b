/** @hpke/core names these as the browser's globals; @types/node has them inside node:crypto only. */
type CryptoKey = import('node:crypto').webcrypto.CryptoKey;
type CryptoKeyPair = import('node:crypto').webcrypto.CryptoKeyPair;
