/** What @hpke/core's types take for granted from a browser's library, and Node keeps under webcrypto. */
type CryptoKey = import('node:crypto').webcrypto.CryptoKey;
type CryptoKeyPair = import('node:crypto').webcrypto.CryptoKeyPair;
