import type { AuditEvent } from '../audit/entry.ts';
import type { Words } from '../../contract/words.ts';
import type { ConfigFault } from './config-fault.ts';

export type BundleRefusal = Extract<AuditEvent, { event: 'bundle-refused' }>['reason'];

/** How a bundle is named among the files on the staff page. */
const nameOf = (version: number | null): string => (version === null ? 'bundle' : `bundle-${version}`);

const stays: Words = { zh: '现在用的没有变。', en: 'What is in force stays.' };

/** What staff are told of a bundle that was not taken. */
export function refusalNote(version: number | null, reason: BundleRefusal): ConfigFault {
  const { wrong, right } = words(reason);
  return {
    file: nameOf(version),
    line: 1,
    wrong: { zh: `${wrong.zh}${stays.zh}`, en: `${wrong.en} ${stays.en}` },
    right,
  };
}

const callPlatform: Words = {
  zh: '请平台的管理员马上查：线路上可能有人冒充平台。',
  en: 'Have the platform’s operator look at once: somebody on the line may be posing as the platform.',
};

function words(reason: BundleRefusal): { readonly wrong: Words; readonly right: Words } {
  switch (reason) {
    case 'key-unknown':
    case 'key-revoked':
    case 'key-of-other-use':
    case 'signature':
    case 'form':
      return {
        wrong: {
          zh: '平台送来的配置包不是平台签的，没有收。',
          en: 'A bundle came that the platform did not sign. It was not taken.',
        },
        right: callPlatform,
      };
    case 'other-digest':
      return {
        wrong: {
          zh: '警报：同一个版本号来了内容不同的另一个配置包，没有收。',
          en: 'Alarm: another bundle came under a version that is here already. It was not taken.',
        },
        right: callPlatform,
      };
    case 'older':
      return {
        wrong: {
          zh: '送来的配置包比这里的旧，没有收。',
          en: 'A bundle came that is older than the one here. It was not taken.',
        },
        right: {
          zh: '平台刚从备份恢复过的，请管理员用更大的版本号重新发布；不是的，请马上查线路。',
          en: 'If the platform was restored from a backup, its operator publishes again under a higher version; if not, have the line looked at.',
        },
      };
    case 'bytes':
      return {
        wrong: {
          zh: '配置包在路上坏了或被改了，没有收，会再取。',
          en: 'A bundle was damaged or changed on the way. It was not taken, and is fetched again.',
        },
        right: { zh: '一直这样的，请查线路。', en: 'If it goes on, have the line looked at.' },
      };
    case 'content':
      return {
        wrong: { zh: '这一版配置包读不懂，没有收。', en: 'This bundle cannot be understood. It was not taken.' },
        right: {
          zh: '机器的程序可能比平台旧：请更新程序，或请管理员重新发布。',
          en: 'The program here may be older than the platform: update it, or have the operator publish again.',
        },
      };
    case 'no-item-good':
      return {
        wrong: {
          zh: '这一版配置包里没有一个事项能用，没有收。',
          en: 'No item of this bundle can be used. It was not taken.',
        },
        right: {
          zh: '请管理员先用 npm run items -- check 检查，再发布新的一版。',
          en: 'Have the operator check it by npm run items -- check, and publish the next version.',
        },
      };
    default:
      return reason satisfies never;
  }
}

/** The last word of the platform on what is newest is old. */
export function staleNote(version: number, days: number, closed: boolean): ConfigFault {
  return {
    file: nameOf(version),
    line: 1,
    wrong: closed
      ? {
          zh: `${days} 天没有听平台说过哪一版是最新的，不再开始新办件；已有的照常送。`,
          en: `For ${days} days the platform has not said which version is newest: no new case begins. What waits is sent as ever.`,
        }
      : {
          zh: `${days} 天没有听平台说过哪一版是最新的。满 30 天就不能开始新办件。`,
          en: `For ${days} days the platform has not said which version is newest. After 30 no new case begins.`,
        },
    right: {
      zh: '请恢复和平台的连接。已经连着的，请管理员马上查：可能有人扣住了新的一版。',
      en: 'Restore the line to the platform. Where there is one, have its operator look at once: somebody may hold newer versions back.',
    },
  };
}

/** What served until its key was taken back. */
export function disownedNote(version: number): ConfigFault {
  return {
    file: nameOf(version),
    line: 1,
    wrong: {
      zh: '签这一版配置包的密钥已经作废，这一版不再使用。',
      en: 'The key that vouched for this bundle is revoked. It is not used any more.',
    },
    right: {
      zh: '连上平台就会取新的一版。一直不行的，请平台的管理员看看。',
      en: 'The next one comes with the next contact. If it does not, call the platform’s operator.',
    },
  };
}
