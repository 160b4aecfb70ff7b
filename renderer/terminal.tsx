import { type ReactElement, useEffect, useInsertionEffect, useMemo, useState } from 'react';
import type { PageBridge, PageState } from '../main/contract/shell-service.ts';
import type { Screen } from '../main/contract/view/screen.ts';
import type { View } from '../main/contract/view/view.ts';
import { useHere, useLook, useSend } from './acts.ts';
import { useTypedCodes } from './input/typed-codes.ts';
import { useTerminalKeys } from './input/terminal-keys.ts';
import { fitPage } from './scale.ts';
import { CaseStatusScreen } from './screens/case-status.tsx';
import { CheckScreen } from './screens/check.tsx';
import { FindScreen } from './screens/find.tsx';
import { GoodbyeScreen } from './screens/goodbye.tsx';
import { HomeScreen } from './screens/home.tsx';
import { IdentityScreen } from './screens/identity.tsx';
import { ItemsScreen } from './screens/items.tsx';
import { NoticeScreen } from './screens/notice.tsx';
import { OneMomentScreen } from './screens/one-moment.tsx';
import { OutOfServiceScreen } from './screens/out-of-service.tsx';
import { QuestionScreen } from './screens/question.tsx';
import { ResultScreen } from './screens/result.tsx';
import { ResumeScreen } from './screens/resume.tsx';
import { StaffScreen } from './screens/staff.tsx';
import { StaffPinScreen } from './screens/staff-pin.tsx';
import { TerminalContext } from './terminal-context.ts';
import { pageWords } from './words/page-words.ts';

/** Until a view says how high the panel is: the one the sizes were drawn for. */
const drawnForHeightMm = 600;

export function Terminal({ bridge }: { readonly bridge: PageBridge }): ReactElement {
  const [state, setState] = useState<PageState>({ state: 'one-moment', takesLong: false, help: null });
  // Before it asks what to show, so that it answers from then on. React takes this back where drawing breaks off with an
  // error and leaves a blank page, which then is ended for its silence.
  useEffect(() => bridge.onPing(() => {}), [bridge]);
  useEffect(() => {
    let told = false;
    const stop = bridge.onState((next) => {
      told = true;
      setState(next);
    });
    // What was pushed meanwhile is newer than what was asked for.
    void bridge.current().then((first) => {
      if (!told) setState(first);
    });
    return stop;
  }, [bridge]);

  const panelHeightMm = state.state === 'view' ? state.view.panelHeightMm : drawnForHeightMm;
  // Sizes are set before any list below is laid out and measured, as insertion effects alone are: measured small, a check
  // page in large type would count as seen to its end.
  useInsertionEffect(() => {
    const fit = (): void => fitPage(panelHeightMm);
    fit();
    window.addEventListener('resize', fit);
    return () => window.removeEventListener('resize', fit);
  }, [panelHeightMm]);

  switch (state.state) {
    case 'one-moment':
      return <OneMomentScreen takesLong={state.takesLong} help={state.help} />;
    case 'view':
      return <Shown bridge={bridge} view={state.view} />;
    default:
      return state satisfies never;
  }
}

function Shown({ bridge, view }: { readonly bridge: PageBridge; readonly view: View }): ReactElement {
  const send = useSend(bridge, view.session);
  const look = useLook(bridge, view.session);
  const t = pageWords(view.language, view.elderly);
  const now = useMemo(() => ({ view, t, send, look }), [view, t, send, look]);
  useHere(send);
  useTypedCodes(view.codesAreTyped, send);
  useTerminalKeys(view);
  useInsertionEffect(() => {
    const root = document.documentElement;
    root.lang = view.language === 'zh' ? 'zh-CN' : 'en';
    root.toggleAttribute('data-elderly', view.elderly);
  }, [view.language, view.elderly]);
  return (
    <TerminalContext value={now}>
      <ScreenOf key={`${view.run}/${view.session}/${view.screen.screen}`} screen={view.screen} />
    </TerminalContext>
  );
}

function ScreenOf({ screen }: { readonly screen: Screen }): ReactElement {
  switch (screen.screen) {
    case 'home':
      return <HomeScreen screen={screen} />;
    case 'items':
      return <ItemsScreen key={screen.event} screen={screen} />;
    case 'find':
      return <FindScreen screen={screen} />;
    case 'notice':
      return <NoticeScreen screen={screen} />;
    case 'identity':
      return <IdentityScreen screen={screen} />;
    case 'resume':
      return <ResumeScreen screen={screen} />;
    case 'question':
      return <QuestionScreen key={screen.question} screen={screen} />;
    case 'check':
      return <CheckScreen screen={screen} />;
    case 'result':
      return <ResultScreen screen={screen} />;
    case 'goodbye':
      return <GoodbyeScreen screen={screen} />;
    case 'case-status':
      return <CaseStatusScreen screen={screen} />;
    case 'staff-pin':
      return <StaffPinScreen screen={screen} />;
    case 'staff':
      return <StaffScreen screen={screen} />;
    case 'out-of-service':
      return <OutOfServiceScreen screen={screen} />;
    default:
      return screen satisfies never;
  }
}
