import type { ConfigFault } from '../catalog/config-fault.ts';
import type { RecoveryReport } from './recovery-report.ts';

/** So many numbers of lost cases stand on the staff page, which shows a note whole in the largest type; the report has all. */
const numbersShown = 5;

/** What staff are told of a database that was damaged, for as long as its quarantined copy lies there. */
export function recoveryNote({
  folder,
  report,
}: {
  readonly folder: string;
  readonly report: RecoveryReport;
}): ConfigFault {
  const { casesRecovered, casesLost, casesWithoutPapers, numberingGoesOn } = report;
  const lost = shown(casesLost.map(({ caseNumber }) => caseNumber));
  const withoutPapers = shown(casesWithoutPapers);
  const wrong = {
    zh: [
      `数据库坏过，已放到一边，换了新的。还没送出的办件救回 ${casesRecovered} 件。`,
      casesLost.length === 0 ? '没有丢。' : `没能救回的 ${casesLost.length} 件：${lost.zh}。`,
      casesWithoutPapers.length === 0 ? '' : `缺材料的：${withoutPapers.zh}。`,
      numberingGoesOn ? '' : '编号接不上了，这台机器要重新登记。',
    ].join(''),
    en: [
      `The database was damaged and a new one begun. Waiting cases recovered: ${casesRecovered}.`,
      casesLost.length === 0 ? ' None was lost.' : ` Not recovered: ${casesLost.length} (${lost.en}).`,
      casesWithoutPapers.length === 0 ? '' : ` Papers are missing of ${withoutPapers.en}.`,
      numberingGoesOn ? '' : ' The numbering cannot go on: enrol this terminal again.',
    ].join(''),
  };
  const right =
    casesLost.length === 0 && casesWithoutPapers.length === 0
      ? {
          zh: '请技术人员查这块硬盘，再把这个文件夹取走。',
          en: 'Have the disk looked at by a technician, and this folder taken away.',
        }
      : {
          zh: '照着编号先问办理地收到没有；没收到的，请本人重办。再请技术人员查这块硬盘，把这个文件夹取走。',
          en: 'Ask the place of handling about each number; who is not known there has to apply again. Then have the disk looked at, and this folder taken away.',
        };
  return { file: `quarantine/${folder}/report.json`, line: 1, wrong, right };
}

function shown(numbers: readonly string[]): { readonly zh: string; readonly en: string } {
  const first = numbers.slice(0, numbersShown);
  const more = numbers.length - first.length;
  return {
    zh: `${first.join('、')}${more > 0 ? `，另外 ${more} 件` : ''}`,
    en: `${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  };
}
