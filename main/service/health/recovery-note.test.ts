import { describe, expect, it } from 'vitest';
import { recoveryNote } from './recovery-note.ts';
import type { RecoveryReport } from './recovery-report.ts';

const nothingLost: RecoveryReport = {
  v: 1,
  at: '2026-11-23T06:42:00.000Z',
  why: 'SqliteError: database disk image is malformed',
  casesRecovered: 187,
  casesEnded: 3,
  casesLost: [],
  casesWithoutPapers: [],
  draftsRecovered: 0,
  auditRecovered: 400,
  auditBehindGap: 0,
  numberingGoesOn: true,
  papersPutAside: 0,
};
const noteOf = (change: Partial<RecoveryReport>) =>
  recoveryNote({ folder: '20261123T064200Z', report: { ...nothingLost, ...change } });

describe('what staff are told of a damaged database', () => {
  it('says that nothing was lost, where nothing was', () => {
    const { file, wrong } = noteOf({});
    expect(file).toBe('quarantine/20261123T064200Z/report.json');
    expect(wrong.zh).toContain('救回 187 件。没有丢。');
    expect(wrong.en).toContain('None was lost');
    expect(wrong.en).not.toContain('enrol');
  });

  it('names what was lost, the first of them by number, and sends staff to ask', () => {
    const casesLost = Array.from({ length: 8 }, (_, at) => ({ caseNumber: `number-${at}`, submittedAt: null }));
    const { wrong, right } = noteOf({ casesLost });
    for (const words of [wrong.zh, wrong.en]) {
      expect(words).toContain('8');
      expect(words).toContain('number-4');
      expect(words).not.toContain('number-5');
    }
    expect(wrong.zh).toContain('另外 3 件');
    expect(right.en).toContain('Ask the place of handling');
  });

  it('says that papers are missing, and that the terminal must be enrolled again', () => {
    const { wrong } = noteOf({ casesWithoutPapers: ['number-9'], numberingGoesOn: false });
    for (const words of [wrong.zh, wrong.en]) expect(words).toContain('number-9');
    expect(wrong.zh).toContain('重新登记');
    expect(wrong.en).toContain('enrol this terminal again');
  });
});
