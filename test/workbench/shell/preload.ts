import { contextBridge, ipcRenderer } from 'electron';
import { type BenchBridge, type BenchState, benchChannels } from '../bench-state.ts';

const bridge: BenchBridge = {
  current: () => ipcRenderer.invoke(benchChannels.current),
  order: (order) => ipcRenderer.send(benchChannels.order, order),
  onState: (listener) => {
    const hear = (_event: unknown, state: BenchState): void => listener(state);
    ipcRenderer.on(benchChannels.state, hear);
    return () => ipcRenderer.off(benchChannels.state, hear);
  },
};
contextBridge.exposeInMainWorld('workbench', bridge);
