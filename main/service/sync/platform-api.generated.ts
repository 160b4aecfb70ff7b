// Made from platform/openapi.yaml by `node build/openapi-client.ts`; change it there.
export interface paths {
    readonly "/v1/keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The key list, signed by a root. The only call a terminal makes before it holds a pin. */
        readonly get: operations["readKeys"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/fleet": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Which key each enrolment signs with, to anybody. With it a terminal checks a receipt of another one without a network. */
        readonly get: operations["readFleet"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/enrolments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Makes a terminal known. Neither signed nor answered signed; both sides prove that they know the one-time code. */
        readonly post: operations["enrol"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Hands over cases and fetches their acknowledgements. An empty batch is a sign of life. */
        readonly post: operations["deliver"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/papers/{caseDigest}.{paper}": {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                readonly "Tus-Resumable": "1.0.0";
            };
            readonly path: {
                readonly caseDigest: components["schemas"]["Digest"];
                /** @description The paper's id, 16 bytes. */
                readonly paper: components["schemas"]["Lease"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        /** How much of a paper is here. Exists while its case waits for papers; made by the delivery of the envelope. */
        readonly head: operations["readPaperOffset"];
        /** A part of a paper's ciphertext, from Upload-Offset on. Any length; what came before a broken connection is kept. */
        readonly patch: operations["sendPaperPart"];
        readonly trace?: never;
    };
    readonly "/v1/bundles/{digest}/{part}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A part of a bundle of items and settings, to anybody. What may be believed of it is in the signed notice. */
        readonly get: operations["readBundlePart"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/tombstones": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** After the epoch rose, which cases this platform acknowledged, as it signed them; it notes those it no longer has. */
        readonly post: operations["offerTombstones"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/stuck-cases": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * What no waiting ends at the terminal, under its own signature, for an operator to see and to refuse; fetches the ends of
         *     those that have one.
         */
        readonly post: operations["reportStuckCases"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/case-look-ups": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** How a case stands. The number alone shows only that it exists; the receipt's secret opens the state. */
        readonly post: operations["lookUpCase"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly Base64url: string;
        /** @description SHA-256. */
        readonly Digest: string;
        /** @description Ed25519 or X25519, raw. */
        readonly PublicKey: string;
        readonly Ed25519Signature: string;
        /** @description 16 random bytes. */
        readonly Lease: string;
        readonly KeyId: string;
        /**
         * Format: date-time
         * @description UTC with a trailing Z.
         */
        readonly Instant: string;
        readonly Refusal: {
            /** @enum {string} */
            readonly error: "malformed" | "signature" | "incarnation-revoked" | "incarnation-forked" | "code-not-accepted" | "not-found" | "wrong-offset" | "tus-version" | "too-large" | "busy" | "platform-fault";
        };
        readonly SignedKeyList: {
            /** @description The JSON of a KeyList. */
            readonly bytes: components["schemas"]["Base64url"];
            /** @description Over purpose `key-list` and the bytes. One known root's signature is enough. */
            readonly signatures: readonly {
                readonly root: string;
                readonly signature: components["schemas"]["Ed25519Signature"];
            }[];
        };
        readonly KeyList: {
            /** @constant */
            readonly v: 1;
            /** @description Goes up only. */
            readonly version: number;
            readonly issuedAt: components["schemas"]["Instant"];
            readonly keys: readonly {
                readonly id: components["schemas"]["KeyId"];
                /** @enum {string} */
                readonly use: "sealing" | "acknowledgement" | "response" | "bundle";
                /** @constant */
                readonly suite: 1;
                readonly publicKey: components["schemas"]["PublicKey"];
                readonly revoked: boolean;
            }[];
            readonly pins: readonly components["schemas"]["Digest"][];
            /** @description As in "LLZ01/1". */
            readonly revokedIncarnations: readonly string[];
        };
        readonly SignedFleetList: {
            /** @description The JSON of a FleetList. */
            readonly bytes: components["schemas"]["Base64url"];
            readonly key: components["schemas"]["KeyId"];
            /** @description Over purpose `fleet-list` and the bytes; by an acknowledgement key. */
            readonly signature: components["schemas"]["Ed25519Signature"];
        };
        /** @description What terminals' receipts are checked with. Of enrolments that are no longer believed, the key list tells. */
        readonly FleetList: {
            /** @constant */
            readonly v: 1;
            readonly at: components["schemas"]["Instant"];
            /** @description The newest enrolments. */
            readonly terminals: readonly {
                /** @description As in "LLZ01/1". */
                readonly incarnation: string;
                readonly publicKey: components["schemas"]["PublicKey"];
            }[];
        };
        readonly EnrolmentRequest: {
            /** @constant */
            readonly v: 1;
            /** @description The code's first four characters. */
            readonly enrolment: string;
            readonly terminalKey: components["schemas"]["PublicKey"];
            readonly responseKeyId: components["schemas"]["KeyId"];
            /** @description HMAC-SHA256 under the code's key, purpose `enrolment-terminal`, over the terminal's key and the response key. */
            readonly proof: components["schemas"]["Digest"];
        };
        readonly EnrolmentResponse: {
            /** @constant */
            readonly v: 1;
            readonly terminal: string;
            readonly incarnation: number;
            readonly lease: components["schemas"]["Lease"];
            /** @description HMAC-SHA256 under the code's key, purpose `enrolment-platform`, over both keys and "<terminal>/<incarnation>". */
            readonly proof: components["schemas"]["Digest"];
        };
        readonly Envelope: {
            readonly header: components["schemas"]["Base64url"];
            readonly manifest: components["schemas"]["Base64url"];
            readonly answers: components["schemas"]["Base64url"];
            /** @description By the terminal, purpose `case`, over caseDigest. */
            readonly signature: components["schemas"]["Ed25519Signature"];
        };
        /**
         * @description A case by its digest alone. The platform has said that its envelope is here; it goes on as if it had come again. Where it
         *     is not here after all, the answer is `envelope-missing`.
         */
        readonly NamedCase: {
            readonly caseDigest: components["schemas"]["Digest"];
        };
        readonly AuditHead: {
            /** @constant */
            readonly v: 1;
            readonly terminal: string;
            readonly incarnation: number;
            readonly length: number;
            readonly head: components["schemas"]["Digest"];
        };
        readonly DeliveryRequest: {
            /** @constant */
            readonly v: 1;
            readonly lease: components["schemas"]["Lease"];
            readonly auditHead: {
                /** @description The JSON of an AuditHead. */
                readonly bytes: components["schemas"]["Base64url"];
                /** @description By the terminal, purpose `audit-head`, over the bytes. */
                readonly signature: components["schemas"]["Ed25519Signature"];
            };
            readonly deliveries: readonly (components["schemas"]["Envelope"] | components["schemas"]["NamedCase"])[];
        };
        readonly Acknowledgements: {
            /** @constant */
            readonly v: 1;
            readonly terminal: string;
            readonly incarnation: number;
            /** @description Goes up when the platform was restored from a backup. */
            readonly epoch: number;
            readonly entries: readonly {
                readonly caseNumber: string;
                readonly caseDigest: components["schemas"]["Digest"];
                /** @description Header, manifest, answers and papers' ciphertext, as stored. */
                readonly bytes: number;
                readonly ending: components["schemas"]["Ending"];
                /** @description Counts the acknowledgements for this incarnation. */
                readonly sequence: number;
            }[];
        };
        readonly Ending: {
            /** @constant */
            readonly outcome: "opened";
        } | {
            /** @constant */
            readonly outcome: "refused";
            /** @enum {string} */
            readonly reason: "content-not-readable" | "item-not-accepted" | "paper-not-readable" | "number-used-twice" | "not-receivable";
        };
        readonly SignedAcknowledgements: {
            /** @description The JSON of Acknowledgements. */
            readonly bytes: components["schemas"]["Base64url"];
            readonly key: components["schemas"]["KeyId"];
            /** @description By an acknowledgement key, purpose `acknowledgements`, over the bytes. */
            readonly signature: components["schemas"]["Ed25519Signature"];
        };
        readonly EpochWord: {
            /** @constant */
            readonly v: 1;
            readonly epoch: number;
        };
        readonly SignedEpoch: {
            /** @description The JSON of an EpochWord. */
            readonly bytes: components["schemas"]["Base64url"];
            readonly key: components["schemas"]["KeyId"];
            /** @description By an acknowledgement key, purpose `epoch`, over the bytes. */
            readonly signature: components["schemas"]["Ed25519Signature"];
        };
        readonly StuckCases: {
            /** @constant */
            readonly v: 1;
            readonly terminal: string;
            /** @description Who says so; the cases may be of its earlier enrolments. */
            readonly incarnation: number;
            readonly cases: readonly {
                readonly caseNumber: string;
                /** @description As it was handed in. */
                readonly caseDigest: components["schemas"]["Digest"];
                readonly bytes: number;
                /** @enum {string} */
                readonly because: "damaged-here" | "paper-not-readable-here" | "platform-did-not-take-it" | "platform-fails-on-it" | "platform-does-not-know-this-version" | "acknowledgement-does-not-match";
                /** @description The one that cannot be read; null where it is not about a paper. */
                readonly paper: string | null;
            }[];
        };
        readonly StuckCasesRequest: {
            /** @constant */
            readonly v: 1;
            /** @description The JSON of StuckCases. */
            readonly bytes: components["schemas"]["Base64url"];
            /** @description By the terminal, purpose `stuck-cases`, over the bytes. */
            readonly signature: components["schemas"]["Ed25519Signature"];
        };
        readonly StuckCasesResponse: {
            /** @constant */
            readonly v: 1;
            /** @description Of those that were named, a list an incarnation. */
            readonly acknowledged: readonly components["schemas"]["SignedAcknowledgements"][];
        };
        /**
         * @description Ends nothing; the case goes on waiting at the terminal. `unknown-version`: stored as it came. `not-verified`:
         *     signature, digest or form do not hold. `conflict`: the number is here with another digest; both are kept and the
         *     incarnation counts as forked. `papers-missing`: the envelope holds and is kept, and these papers of it are not here
         *     whole. `envelope-missing`: it was only named, and its envelope is not here.
         */
        readonly Unfinished: {
            /** @constant */
            readonly state: "unknown-version";
            readonly caseDigest: components["schemas"]["Digest"];
        } | {
            /** @constant */
            readonly state: "not-verified";
            readonly caseDigest: components["schemas"]["Digest"];
        } | {
            /** @constant */
            readonly state: "envelope-missing";
            readonly caseDigest: components["schemas"]["Digest"];
        } | {
            /** @constant */
            readonly state: "conflict";
            readonly caseDigest: components["schemas"]["Digest"];
        } | {
            /** @constant */
            readonly state: "papers-missing";
            readonly caseDigest: components["schemas"]["Digest"];
            readonly missing: readonly {
                /** @description The paper's id */
                readonly paper: components["schemas"]["Lease"];
                readonly receivedBytes: number;
            }[];
        };
        readonly TombstonesRequest: {
            /** @constant */
            readonly v: 1;
            readonly lists: readonly components["schemas"]["SignedAcknowledgements"][];
        };
        readonly TombstonesResponse: {
            /** @constant */
            readonly v: 1;
            /** @description Noted by the platform, one by one. */
            readonly lost: number;
        };
        readonly OldLease: {
            /** @constant */
            readonly error: "lease-old";
            readonly lease: components["schemas"]["Lease"];
        };
        readonly DeliveryResponse: {
            /** @constant */
            readonly v: 1;
            readonly time: components["schemas"]["Instant"];
            readonly nextLease: components["schemas"]["Lease"];
            readonly keyListVersion: number;
            /** @description Null when nothing was finished. */
            readonly acknowledged: components["schemas"]["SignedAcknowledgements"] | null;
            /** @description Absent where nothing was published. */
            readonly bundle?: components["schemas"]["SignedBundleNotice"];
            /** @description Null where `acknowledged` says it. By it a terminal with nothing to deliver hears that the epoch rose. */
            readonly epoch: components["schemas"]["SignedEpoch"] | null;
            readonly unfinished: readonly components["schemas"]["Unfinished"][];
        };
        readonly SignedBundleNotice: {
            /** @description The JSON of a BundleNotice. */
            readonly bytes: components["schemas"]["Base64url"];
            readonly key: components["schemas"]["KeyId"];
            /** @description Over purpose `bundle-notice` and the bytes; by a bundle key. */
            readonly signature: components["schemas"]["Ed25519Signature"];
        };
        /** @description The newest bundle as of a time. Signed anew for each answer. */
        readonly BundleNotice: {
            /** @constant */
            readonly v: 1;
            /** @description Goes up only. */
            readonly version: number;
            /** @description SHA-256 over purpose `bundle` and the bundle's bytes. */
            readonly digest: components["schemas"]["Digest"];
            readonly bytes: number;
            readonly at: components["schemas"]["Instant"];
        };
        readonly BundlePart: {
            /** @constant */
            readonly v: 1;
            readonly bytes: components["schemas"]["Base64url"];
        };
        /** @description A bundle's bytes are the JSON of this, gzipped. Texts are files of YAML as the operator wrote them. */
        readonly BundleContent: {
            /** @constant */
            readonly v: 1;
            readonly version: number;
            readonly publishedAt: components["schemas"]["Instant"];
            readonly settings: components["schemas"]["BundleFile"] | null;
            readonly items: readonly components["schemas"]["BundleFile"][];
        };
        readonly BundleFile: {
            readonly name: string;
            readonly text: string;
        };
        readonly CaseLookUpRequest: {
            /** @constant */
            readonly v: 1;
            readonly caseNumber: string;
            /** @description The receipt's 16 random bytes, null where only the number is known. */
            readonly secret: string | null;
        };
        readonly CaseLookUpResponse: {
            /** @constant */
            readonly v: 1;
            readonly found: boolean;
            /** @description Null without the right secret, and while the platform has not opened the case. */
            readonly state: ("received" | "refused") | null;
        };
    };
    responses: {
        /** @description Not understood (400 `malformed`), too large (413 `too-large`), no such path (404 `not-found`), or the platform's own fault (500 `platform-fault`). */
        readonly Refused: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description `signature`: the key, the incarnation or the signature is not believed. `incarnation-revoked`, `incarnation-forked`: the terminal must enrol again. */
        readonly NotBelieved: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Refusal"];
            };
        };
        /** @description `busy`: as many requests as the platform takes at once are being worked on. */
        readonly Busy: {
            headers: {
                /** @description Seconds. */
                readonly "Retry-After": number;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/json": components["schemas"]["Refusal"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        readonly ContentDigest: string;
        readonly SignatureInput: string;
        readonly Signature: string;
        /** @description Bytes of the paper that are here, from the first on. */
        readonly UploadOffset: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly readKeys: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The newest key list. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SignedKeyList"];
                };
            };
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly readFleet: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The list of now, signed by an acknowledgement key. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SignedFleetList"];
                };
            };
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly enrol: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["EnrolmentRequest"];
            };
        };
        readonly responses: {
            /** @description Enrolled. The same key with the same code gets the same answer again. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["EnrolmentResponse"];
                };
            };
            readonly 400: components["responses"]["Refused"];
            /** @description `code-not-accepted`, for an unknown, burnt, expired or used code and for a wrong proof alike. */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Refusal"];
                };
            };
            readonly 413: components["responses"]["Refused"];
            readonly 429: components["responses"]["Busy"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly deliver: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["DeliveryRequest"];
            };
        };
        readonly responses: {
            /** @description Each case of the batch is either in `acknowledged` or in `unfinished`. */
            readonly 200: {
                headers: {
                    readonly "Content-Digest": components["headers"]["ContentDigest"];
                    readonly "Signature-Input": components["headers"]["SignatureInput"];
                    readonly Signature: components["headers"]["Signature"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeliveryResponse"];
                };
            };
            readonly 400: components["responses"]["Refused"];
            readonly 401: components["responses"]["NotBelieved"];
            /** @description The lease is of long ago. A sender who lives comes again with this one, and is told that it must enrol again. */
            readonly 409: {
                headers: {
                    readonly "Content-Digest": components["headers"]["ContentDigest"];
                    readonly "Signature-Input": components["headers"]["SignatureInput"];
                    readonly Signature: components["headers"]["Signature"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OldLease"];
                };
            };
            readonly 413: components["responses"]["Refused"];
            readonly 429: components["responses"]["Busy"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly readPaperOffset: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                readonly "Tus-Resumable": "1.0.0";
            };
            readonly path: {
                readonly caseDigest: components["schemas"]["Digest"];
                /** @description The paper's id, 16 bytes. */
                readonly paper: components["schemas"]["Lease"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Without a body. */
            readonly 200: {
                headers: {
                    readonly "Content-Digest": components["headers"]["ContentDigest"];
                    readonly "Signature-Input": components["headers"]["SignatureInput"];
                    readonly Signature: components["headers"]["Signature"];
                    readonly "Upload-Offset": components["headers"]["UploadOffset"];
                    /** @description Of the paper's ciphertext, as the manifest says. */
                    readonly "Upload-Length": number;
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description As for PATCH, without a body. */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly sendPaperPart: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                readonly "Tus-Resumable": "1.0.0";
                readonly "Upload-Offset": number;
            };
            readonly path: {
                readonly caseDigest: components["schemas"]["Digest"];
                /** @description The paper's id, 16 bytes. */
                readonly paper: components["schemas"]["Lease"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/offset+octet-stream": unknown;
            };
        };
        readonly responses: {
            /** @description Kept. Whether the paper is the right one shows when the envelope is delivered again. */
            readonly 204: {
                headers: {
                    readonly "Content-Digest": components["headers"]["ContentDigest"];
                    readonly "Signature-Input": components["headers"]["SignatureInput"];
                    readonly Signature: components["headers"]["Signature"];
                    readonly "Upload-Offset": components["headers"]["UploadOffset"];
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["Refused"];
            readonly 401: components["responses"]["NotBelieved"];
            readonly 404: components["responses"]["Refused"];
            /** @description `wrong-offset`: so much is here; go on from there. */
            readonly 409: {
                headers: {
                    readonly "Content-Digest": components["headers"]["ContentDigest"];
                    readonly "Signature-Input": components["headers"]["SignatureInput"];
                    readonly Signature: components["headers"]["Signature"];
                    readonly "Upload-Offset": components["headers"]["UploadOffset"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Refusal"];
                };
            };
            /** @description `tus-version`: not tus 1.0.0. */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Refusal"];
                };
            };
            readonly 413: components["responses"]["Refused"];
            readonly 429: components["responses"]["Busy"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly readBundlePart: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly digest: components["schemas"]["Digest"];
                /** @description From 0; each of 262144 bytes, the last one shorter. */
                readonly part: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Its bytes. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BundlePart"];
                };
            };
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly offerTombstones: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["TombstonesRequest"];
            };
        };
        readonly responses: {
            /** @description How many of them are not here. */
            readonly 200: {
                headers: {
                    readonly "Content-Digest": components["headers"]["ContentDigest"];
                    readonly "Signature-Input": components["headers"]["SignatureInput"];
                    readonly Signature: components["headers"]["Signature"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TombstonesResponse"];
                };
            };
            readonly 400: components["responses"]["Refused"];
            readonly 401: components["responses"]["NotBelieved"];
            readonly 413: components["responses"]["Refused"];
            readonly 429: components["responses"]["Busy"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly reportStuckCases: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["StuckCasesRequest"];
            };
        };
        readonly responses: {
            /** @description Noted. Ended are those in `acknowledged`, and no others. */
            readonly 200: {
                headers: {
                    readonly "Content-Digest": components["headers"]["ContentDigest"];
                    readonly "Signature-Input": components["headers"]["SignatureInput"];
                    readonly Signature: components["headers"]["Signature"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StuckCasesResponse"];
                };
            };
            readonly 400: components["responses"]["Refused"];
            readonly 401: components["responses"]["NotBelieved"];
            readonly 413: components["responses"]["Refused"];
            readonly 429: components["responses"]["Busy"];
            readonly default: components["responses"]["Refused"];
        };
    };
    readonly lookUpCase: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CaseLookUpRequest"];
            };
        };
        readonly responses: {
            /** @description What may be shown to whoever holds this receipt. */
            readonly 200: {
                headers: {
                    readonly "Content-Digest": components["headers"]["ContentDigest"];
                    readonly "Signature-Input": components["headers"]["SignatureInput"];
                    readonly Signature: components["headers"]["Signature"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CaseLookUpResponse"];
                };
            };
            readonly 400: components["responses"]["Refused"];
            readonly 401: components["responses"]["NotBelieved"];
            readonly 413: components["responses"]["Refused"];
            readonly 429: components["responses"]["Busy"];
            readonly default: components["responses"]["Refused"];
        };
    };
}
