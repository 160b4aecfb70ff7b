import { frame, framePlain } from './zh/frame.ts';
import { home, homePlain } from './zh/home.ts';
import { find, findPlain } from './zh/find.ts';
import { notice, noticePlain } from './zh/notice.ts';
import { identity, identityPlain } from './zh/identity.ts';
import { resume, resumePlain } from './zh/resume.ts';
import { question, questionPlain } from './zh/question.ts';
import { papers } from './zh/papers.ts';
import { check, checkPlain } from './zh/check.ts';
import { result, resultPlain } from './zh/result.ts';
import { caseStatus, caseStatusPlain } from './zh/case-status.ts';
import { goodbye } from './zh/goodbye.ts';
import { staff, staffPlain } from './zh/staff.ts';
import { devices } from './zh/devices.ts';
import { outOfService } from './zh/out-of-service.ts';
import type { PlainWording, Wording } from './wording.ts';

export const zh: Wording = {
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

export const zhPlain: PlainWording = {
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
