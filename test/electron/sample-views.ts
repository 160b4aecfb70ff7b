import { addHome } from './sample-views/home.ts';
import { addNotice } from './sample-views/notice.ts';
import { addIdentity } from './sample-views/identity.ts';
import { addResume } from './sample-views/resume.ts';
import { addChoice } from './sample-views/choice.ts';
import { addAmountsAndCodes } from './sample-views/amounts-and-codes.ts';
import { addGroup } from './sample-views/group.ts';
import { addParts } from './sample-views/parts.ts';
import { addPromise } from './sample-views/promise.ts';
import { addSeveral } from './sample-views/several.ts';
import { addText } from './sample-views/text.ts';
import { addPlacesAndDates } from './sample-views/places-and-dates.ts';
import { addPapers } from './sample-views/papers.ts';
import { addSignature } from './sample-views/signature.ts';
import { addCheck } from './sample-views/check.ts';
import { addResult } from './sample-views/result.ts';
import { addCaseStatus } from './sample-views/case-status.ts';
import { addGoodbye } from './sample-views/goodbye.ts';
import { addStaff } from './sample-views/staff.ts';
import { addOutOfService } from './sample-views/out-of-service.ts';
import { type Look, type Sample, samplesIn } from './sample-views/sampling.ts';

/** Every screen in every state that looks different, with words as an item has them. No person in here is real. */
export function sampleViews(look: Look): readonly Sample[] {
  return samplesIn(look, [
    addHome,
    addNotice,
    addIdentity,
    addResume,
    addChoice,
    addSeveral,
    addText,
    addAmountsAndCodes,
    addPlacesAndDates,
    addParts,
    addGroup,
    addPromise,
    addPapers,
    addSignature,
    addCheck,
    addResult,
    addCaseStatus,
    addGoodbye,
    addStaff,
    addOutOfService,
  ]);
}
