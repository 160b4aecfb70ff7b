import type { Sampling } from './sampling.ts';

export function addOutOfService({ help, add }: Sampling): void {
  add('out-of-service', { screen: 'out-of-service', code: 'database-newer', ...help }, { inSession: false });
  add('items-too-old', { screen: 'out-of-service', code: 'bundle-1', ...help }, { inSession: false });
  add('no-room', { screen: 'out-of-service', code: 'disk-2', ...help }, { inSession: false });
}
