import { frame, framePlain } from './en/frame.ts';
import { home, homePlain } from './en/home.ts';
import { find, findPlain } from './en/find.ts';
import { notice, noticePlain } from './en/notice.ts';
import { identity, identityPlain } from './en/identity.ts';
import { resume, resumePlain } from './en/resume.ts';
import { question, questionPlain } from './en/question.ts';
import { papers } from './en/papers.ts';
import { check, checkPlain } from './en/check.ts';
import { result, resultPlain } from './en/result.ts';
import { caseStatus, caseStatusPlain } from './en/case-status.ts';
import { goodbye } from './en/goodbye.ts';
import { staff, staffPlain } from './en/staff.ts';
import { devices } from './en/devices.ts';
import { outOfService } from './en/out-of-service.ts';
import type { PlainWording, Wording } from './wording.ts';

export const en: Wording = {
  ...frame,
  ...home,
  ...find,
  ...notice,
  ...identity,
  ...resume,
  ...question,
  ...papers,
  ...check,
  ...result,
  ...caseStatus,
  ...goodbye,
  ...staff,
  ...devices,
  ...outOfService,
};

export const enPlain: PlainWording = {
  ...framePlain,
  ...homePlain,
  ...findPlain,
  ...noticePlain,
  ...identityPlain,
  ...resumePlain,
  ...questionPlain,
  ...checkPlain,
  ...resultPlain,
  ...caseStatusPlain,
  ...staffPlain,
};
