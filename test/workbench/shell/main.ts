import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { app, BrowserWindow, ipcMain, Menu, screen } from 'electron';
import { benchChannels } from '../bench-state.ts';

/** The workbench's window. It shows what test/workbench/main.ts tells it over the socket, and hands orders back. */
const socketPath = process.env['TONGBAN_WORKBENCH_SOCKET'];
if (socketPath === undefined) throw new Error('The workbench is started by npm start.');

app.enableSandbox();
Menu.setApplicationMenu(null);
app.on('window-all-closed', () => app.quit());
// Not awaited here: Electron is ready only after this module has run to its end.
void app.whenReady().then(() => openBench(socketPath));

async function openBench(benchSocket: string): Promise<void> {
  // To the side: the terminal's own window opens in the middle.
  const { x, y, width, height } = screen.getPrimaryDisplay().workArea;
  const window = new BrowserWindow({
    x,
    y,
    width: Math.min(1240, width),
    height: Math.min(900, height),
    title: 'Tongban workbench',
    backgroundColor: '#F3F6FA',
    webPreferences: { preload: path.join(import.meta.dirname, 'preload.cjs') },
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event) => event.preventDefault());

  let newest: unknown = null;
  const socket = net.connect(benchSocket);
  socket.on('close', () => app.quit());
  socket.on('error', () => app.quit());
  createInterface({ input: socket }).on('line', (line) => {
    newest = JSON.parse(line);
    if (!window.isDestroyed()) window.webContents.send(benchChannels.state, newest);
  });
  ipcMain.handle(benchChannels.current, () => newest);
  ipcMain.on(benchChannels.order, (_event, order: unknown) => socket.write(`${JSON.stringify(order)}\n`));
  await window.loadFile(path.join(import.meta.dirname, 'page/index.html'));
}
