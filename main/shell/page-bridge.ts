import { ipcMain, type WebContents } from 'electron';
import { pageChannels } from '../contract/page-channels.ts';
import { pageState, type PageState } from '../contract/shell-service.ts';
import type { Act, ActReply } from '../contract/view/act.ts';
import { isFromPage, readAct } from './guard.ts';
import type { Log } from './log.ts';

interface Sides {
  /** The page that may act; none while one page is put in the place of another. */
  readonly acting: () => WebContents | null;
  /** The page that may ask what to show: the acting one, or the one that is to follow it. */
  readonly asking: () => WebContents | null;
  readonly state: () => PageState;
  readonly act: (act: Act) => Promise<ActReply>;
  /** The page has been told what to show. */
  readonly told: (page: WebContents) => void;
  /** The page has answered a ping. */
  readonly answered: (page: WebContents) => void;
  readonly log: Log;
}

/** The page's two questions, and its sign of life. Each is answered to our own main frame alone, and only if it has the form of one. */
export function answerPage(sides: Sides): void {
  ipcMain.handle(pageChannels.current, (event): PageState => {
    if (!isFromPage(event, sides.asking())) {
      sides.log('question-refused', { why: 'sender' });
      return { state: 'one-moment', takesLong: false, help: null };
    }
    sides.told(event.sender);
    return checked(sides.state());
  });
  ipcMain.handle(pageChannels.act, async (event, sent: unknown): Promise<ActReply> => {
    if (!isFromPage(event, sides.acting())) {
      sides.log('act-refused', { why: 'sender' });
      return { reply: 'refused', why: 'malformed' };
    }
    const read = readAct(sent);
    if (!read.ok) {
      sides.log('act-refused', { why: read.error });
      return { reply: 'refused', why: 'malformed' };
    }
    return sides.act(read.value);
  });
  ipcMain.on(pageChannels.pong, (event) => {
    if (isFromPage(event, sides.acting())) sides.answered(event.sender);
    else sides.log('answer-refused', { why: 'sender' });
  });
}

export function pingPage(page: WebContents): void {
  if (!page.isDestroyed() && !page.isCrashed()) page.send(pageChannels.ping);
}

export function tellPage(page: WebContents, state: PageState): void {
  if (!page.isDestroyed() && !page.isCrashed()) page.send(pageChannels.view, checked(state));
}

/** Throws on a state of another form: the shell put it together itself. */
function checked(state: PageState): PageState {
  return pageState.parse(state);
}
