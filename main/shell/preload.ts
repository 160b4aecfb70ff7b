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
};

contextBridge.exposeInMainWorld('tongban', bridge);
