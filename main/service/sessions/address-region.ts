import { childrenOf, provinces, type Region } from '../../contract/regions.ts';

export interface AddressRegion {
  /** GB/T 2260 code of the deepest division that the address begins with. */
  readonly code: string;
  /** How the address itself writes it: what is left out there is left out here. */
  readonly text: string;
}

/** The divisions that an address begins with; null where it begins with none that we know. */
export const regionOfAddress = (address: string): AddressRegion | null => atStart(address, provinces());

function atStart(address: string, candidates: readonly Region[]): AddressRegion | null {
  const named = candidates.find(({ zh }) => address.startsWith(zh));
  if (named !== undefined) {
    const below = atStart(address.slice(named.zh.length), childrenOf(named.code));
    return { code: below?.code ?? named.code, text: named.zh + (below?.text ?? '') };
  }
  // Many addresses leave a level out: 四川省西昌市 names no prefecture.
  for (const { code } of candidates) {
    const below = childrenOf(code).filter(({ zh }) => address.startsWith(zh));
    if (below.length > 0) return atStart(address, below);
  }
  return null;
}
