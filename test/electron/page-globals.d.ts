import type { PageBridge } from '../../main/contract/shell-service.ts';

declare global {
  interface Window {
    readonly tongban: PageBridge;
  }
}
