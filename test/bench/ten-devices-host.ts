import { aliveEveryMs, type DeviceSettings, type HostToService } from '../../main/contract/device-host.ts';
import { startDevices } from '../../native/devices.ts';

/*
 * A device host with more devices than one terminal has: what native/host.ts starts, once for each of the settings it is
 * sent, and its sign of life. Says `ready` when all of them are, and ends with its parent.
 */
process.on('message', (settings: readonly DeviceSettings[]) => {
  const waiting = new Set<string>();
  const tell = (nth: number) => (message: HostToService) => {
    if (message.message !== 'device-status') return;
    const name = `${nth} ${message.device}`;
    if (message.status.state === 'ready' || message.status.state === 'not-configured') waiting.delete(name);
    else waiting.add(name);
    if (waiting.size === 0) process.send?.('ready');
  };
  for (const [nth, devices] of settings.entries()) {
    for (const device of Object.keys(devices)) waiting.add(`${nth} ${device}`);
    startDevices(devices, tell(nth));
  }
  setInterval(() => process.send?.({ message: 'alive' }), aliveEveryMs);
});
process.on('disconnect', () => process.exit(0));
