import type { FrameWords } from './wording/frame.ts';
import type { HomeWords } from './wording/home.ts';
import type { FindWords } from './wording/find.ts';
import type { NoticeWords } from './wording/notice.ts';
import type { IdentityWords } from './wording/identity.ts';
import type { ResumeWords } from './wording/resume.ts';
import type { QuestionWords } from './wording/question.ts';
import type { PapersWords } from './wording/papers.ts';
import type { CheckWords } from './wording/check.ts';
import type { ResultWords } from './wording/result.ts';
import type { CaseStatusWords } from './wording/case-status.ts';
import type { GoodbyeWords } from './wording/goodbye.ts';
import type { StaffWords } from './wording/staff.ts';
import type { DevicesWords } from './wording/devices.ts';
import type { OutOfServiceWords } from './wording/out-of-service.ts';
import type { Plain } from './wording/shapes.ts';

/**
 * Everything the page itself says; an item's words come with the view. Every value a view can carry has its sentence
 * here, so a new one does not compile before it can be said in both languages. A screen's words stand in its own file.
 */
export interface Wording
  extends FrameWords,
    HomeWords,
    FindWords,
    NoticeWords,
    IdentityWords,
    ResumeWords,
    QuestionWords,
    PapersWords,
    CheckWords,
    ResultWords,
    CaseStatusWords,
    GoodbyeWords,
    StaffWords,
    DevicesWords,
    OutOfServiceWords {}

export type PlainWording = Plain<Wording>;
