import { contextBridge, ipcRenderer } from 'electron';
import { pageChannels } from '../contract/page-channels.ts';
import type { PageBridge, PageState } from '../contract/shell-service.ts';

const bridge: PageBridge = {
  current: () => ipcRenderer.invoke(pageChannels.current),
  act: (act) => ipcRenderer.invoke(pageChannels.act, act),
  onState: (listener) => {
    // Electron's event object stays here: it would hand the page a way to the whole of ipcRenderer.
    const heard = (_event: unknown, state: PageState): void => listener(state);
    ipcRenderer.on(pageChannels.view, heard);
    return () => {
      ipcRenderer.off(pageChannels.view, heard);
    };
  },
  onPing: (listener) => {
    // Never answered for the page: this script would go on answering for one whose drawing has broken off.
    const heard = (): void => {
      listener();
      ipcRenderer.send(pageChannels.pong);
    };
    ipcRenderer.on(pageChannels.ping, heard);
    return () => {
      ipcRenderer.off(pageChannels.ping, heard);
    };
  },
};

contextBridge.exposeInMainWorld('tongban', bridge);
