import { useEffect, useState } from 'react';

export type CameraState =
  | { readonly state: 'opening' }
  | { readonly state: 'open'; readonly stream: MediaStream }
  | { readonly state: 'no-camera' }
  /** It is there and gives no picture: another program holds it, or it is broken. */
  | { readonly state: 'fault' };

const againAfterMs = 1500;

/**
 * The camera whose name holds `name`, open for as long as the component is there; its light goes out with it. One that was
 * pulled out, or is not there yet, is tried again.
 */
export function useCamera(name: string): CameraState {
  const [state, setState] = useState<CameraState>({ state: 'opening' });
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stream: MediaStream | null = null;

    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
      stream = null;
    };
    const tryLater = (next: CameraState): void => {
      stop();
      if (isOver) return;
      setState(next);
      timer = setTimeout(() => void open(), againAfterMs);
    };
    const open = async (): Promise<void> => {
      const opened = await openByName(name);
      if (typeof opened === 'string') {
        tryLater({ state: opened });
        return;
      }
      stream = opened;
      if (isOver) {
        stop();
        return;
      }
      for (const track of opened.getTracks()) track.addEventListener('ended', () => tryLater({ state: 'no-camera' }));
      setState({ state: 'open', stream: opened });
    };
    void open();
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop();
    };
  }, [name]);
  return state;
}

async function openByName(name: string): Promise<MediaStream | 'no-camera' | 'fault'> {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const found = devices.find(({ kind, label }) => kind === 'videoinput' && label.includes(name));
    if (found === undefined) return 'no-camera';
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { deviceId: { exact: found.deviceId }, width: { ideal: 3840 }, height: { ideal: 2160 } },
    });
  } catch (error) {
    const wentMeanwhile = error instanceof DOMException && /^(NotFound|Overconstrained)Error$/.test(error.name);
    return wentMeanwhile ? 'no-camera' : 'fault';
  }
}
