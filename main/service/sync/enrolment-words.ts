import type { WaitReason } from '../../contract/view/waiting.ts';
import type { Words } from '../../contract/words.ts';
import type { EnrolmentFault } from './enrolment.ts';

/** What went wrong and what to do now, for the person who sets up the terminal. */
export function enrolmentFaultWords(fault: EnrolmentFault): Words {
  switch (fault.fault) {
    case 'code-form':
      return {
        zh: '入网码应为 24 位字母和数字，每 4 位一组。请对照平台给出的入网码重新输入。',
        en: 'An enrolment code has 24 letters and digits in groups of four. Compare it with the one the platform gave, and enter it again.',
      };
    case 'already-enrolled': {
      const name = `${fault.as.terminal}/${fault.as.incarnation}`;
      return {
        zh: `本终端已入网，编号 ${name}。未做任何改动。如需重新入网，请加 --again。`,
        en: `This terminal is enrolled already, as ${name}. Nothing was changed. To enrol it anew, add --again.`,
      };
    }
    case 'another-terminal': {
      const { terminal } = fault.as;
      return fault.waiting > 0
        ? {
            zh: `此入网码属于另一台终端，本终端是 ${terminal}，还有 ${fault.waiting} 件申请等待发送，只能以 ${terminal} 发送。未做任何改动。请用 ${terminal} 的入网码。`,
            en: `This code is for another terminal. This one is ${terminal}, and ${fault.waiting} applications wait here that only ${terminal} can send. Nothing was changed. Use a code for ${terminal}.`,
          }
        : {
            zh: `此入网码属于另一台终端，本终端是 ${terminal}。未做任何改动。如要换编号，请先移走数据目录，再用新的入网码对空目录入网。`,
            en: `This code is for another terminal; this one is ${terminal}. Nothing was changed. To give the machine another name, put the data folder aside and enrol an empty one, with a new code.`,
          };
    }
    case 'keys-unusable':
      return fault.why === 'readable-by-others'
        ? {
            zh: '数据目录中的 terminal-keys.json 可被其他用户读取，不能使用。请删除该文件后重新入网。',
            en: 'terminal-keys.json in the data folder can be read by other users and must not be used. Delete it and enrol again.',
          }
        : {
            zh: '数据目录中的 terminal-keys.json 无法读取或已损坏。请检查磁盘；如终端尚未入网，可删除该文件后重试。',
            en: 'terminal-keys.json in the data folder cannot be read or is damaged. Check the disk; if this terminal was never enrolled, delete the file and try again.',
          };
    case 'key-list-not-believed':
      if (fault.why === 'older-version') {
        return {
          zh: '对方给出的密钥清单比本终端已有的旧。可能是平台恢复了旧备份，或对方不是平台。未做任何改动，请联系平台管理员。',
          en: "The key list is older than the one this terminal has: the platform was restored from an old backup, or it is not the platform. Nothing was changed; call the platform's operator.",
        };
      }
      return {
        zh: `对方给出的密钥清单没有本终端信任的根密钥签名（${fault.why}）。请核对配置文件中的平台地址和根密钥。`,
        en: `The key list is not signed by a root that this terminal trusts (${fault.why}). Check the platform's address and the roots in the profile.`,
      };
    case 'code-not-accepted':
      return {
        zh: '平台不接受此入网码：可能输错、已使用、已过期（24 小时），或输错五次后作废。请核对，或申请新的入网码。',
        en: 'The platform does not accept this code: mistyped, used, older than 24 hours, or burnt by five wrong tries. Check it, or ask for a new one.',
      };
    case 'platform-proof-wrong':
      return {
        zh: '对方不知道此入网码，可能不是发码的平台。入网已停止，请联系平台管理员。',
        en: 'The other side does not know this code, so it may not be the platform that gave it. Enrolment was stopped; call the platform’s operator.',
      };
    case 'line':
      return lineWords(fault.why.reason, fault.why.detail);
    default:
      return fault satisfies never;
  }
}

function lineWords(reason: WaitReason, detail: string): Words {
  switch (reason) {
    case 'no-network':
      return {
        zh: `连不上平台（${detail}）。请检查网线、网络设置和配置文件中的平台地址，然后重试。`,
        en: `The platform cannot be reached (${detail}). Check the cable, the network and the platform's address in the profile, then try again.`,
      };
    case 'platform-does-not-answer':
      return {
        zh: `平台没有回应（${detail}）。请用同一个入网码重试。`,
        en: `The platform does not answer (${detail}). Try again with the same code.`,
      };
    case 'platform-identity-not-proven':
      return {
        zh: '对方不能证明自己是平台：连接的密钥不在密钥清单中。请检查平台地址以及中间的网络设备。',
        en: 'The other side cannot prove to be the platform: its connection key is not in the key list. Check the address, and what stands on the way.',
      };
    case 'platform-busy':
    case 'platform-error':
      return {
        zh: `平台暂时不能处理（${detail}）。请稍后用同一个入网码重试。`,
        en: `The platform cannot do it just now (${detail}). Try again later with the same code.`,
      };
    default:
      return {
        zh: `平台的回应无法识别（${detail}）。请核对平台地址，或联系平台管理员。`,
        en: `The platform's answer was not understood (${detail}). Check its address, or call its operator.`,
      };
  }
}
