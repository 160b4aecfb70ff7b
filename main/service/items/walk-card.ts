import type { IdCard } from '../../contract/card.ts';
import { idNumberCheckCharacter } from '../../contract/id-number.ts';
import type { Item } from '../../contract/item.ts';

export type CardKind = IdCard['kind'];

const common = { name: '王小芳', sex: 'female', validUntil: 'long-term' } as const;
const home = { address: '安徽省阜阳市颍州区人民路1号', issuedBy: '阜阳市公安局颍州分局' };

/** A card of nobody, of somebody of so many years today (YYYY-MM-DD). */
export function walkCard(kind: CardKind, ageYears: number, today: string): IdCard {
  const birth = `${Number(today.slice(0, 4)) - ageYears}-01-01`;
  const validFrom = '2020-01-01';
  const number = (area: string) => {
    const first17 = `${area}${birth.replaceAll('-', '')}002`;
    return `${first17}${idNumberCheckCharacter(first17)}`;
  };
  switch (kind) {
    case 'resident':
      return { kind, ...common, ...home, ethnicCode: '01', birth, validFrom, idNumber: number('341202') };
    case 'hmt-resident':
      return {
        kind,
        ...{ ...common, ...home, birth, validFrom, idNumber: number('810000') },
        ...{ passNumber: 'H00000000', timesIssued: '01' },
      };
    case 'foreign-2023':
      return {
        kind,
        ...{ ...common, birth, validFrom, idNumber: number('931840') },
        ...{ englishName: 'WANG, XIAOFANG', nationality: 'USA', timesReissued: '00' },
      };
    case 'foreign-2017':
      return {
        kind,
        ...{ ...common, birth, validFrom, idNumber: 'USA340080010120' },
        ...{ englishName: 'WANG, XIAOFANG', nationality: 'USA', cardVersion: '01', authority: '1500' },
      };
    default:
      return kind satisfies never;
  }
}

/** Somebody whom the item is for. */
export const fittingCard = ({ applicant }: Item): { readonly kind: CardKind; readonly ageYears: number } => ({
  kind: applicant.cards[0] ?? 'resident',
  ageYears: Math.max(applicant.minimumAgeYears ?? 0, 40),
});
