import { useEffect, useMemo } from 'react';
import type { PageBridge } from '../main/contract/shell-service.ts';
import type { Act } from '../main/contract/view/act.ts';

type WithoutSession<Any> = Any extends Act ? Omit<Any, 'session'> : never;
/** An act as a screen asks for it; the session it was meant for is put in when it is sent. */
export type Wish = WithoutSession<Act>;
/** In order, until one is refused. Gives whether all were done. */
export type Send = (...wishes: readonly Wish[]) => Promise<boolean>;

/**
 * One act at a time: a second tap while the first is under way is dropped here, before any button has had the time to
 * show that it is busy. `here` is not an act upon the screen and goes by itself, as does `look`, which comes with each letter
 * that is typed: the last one must not be the one that is dropped.
 */
export function useSend(bridge: PageBridge, session: number): Send {
  return useMemo(() => {
    let underWay = false;
    return async (...wishes) => {
      const isFree = wishes.every(({ act }) => act === 'here' || act === 'look');
      if (underWay && !isFree) return false;
      underWay ||= !isFree;
      try {
        for (const wish of wishes) {
          const { reply } = await bridge.act({ ...wish, session });
          if (reply === 'refused') return false;
        }
        return true;
      } finally {
        underWay &&= isFree;
      }
    };
  }, [bridge, session]);
}

/** A page of the question that stands there, as it is kept; null where it is not to be had. */
export type Look = (paper: string) => Promise<Blob | null>;

/** Part after part: looking changes nothing, so it is not held up by an act that is under way. */
export function useLook(bridge: PageBridge, session: number): Look {
  return useMemo(
    () => async (paper) => {
      const parts: Blob[] = [];
      for (;;) {
        const answered = await bridge.act({ act: 'look-at-page', session, paper, at: parts.length });
        if (answered.reply !== 'page-part') return null;
        parts.push(new Blob([Uint8Array.from(atob(answered.base64), (sign) => sign.charCodeAt(0))]));
        if (answered.last) return new Blob(parts, { type: 'image/jpeg' });
      }
    },
    [bridge, session],
  );
}

const hereEveryMs = 5_000;

/** Tells the service that somebody touches the screen or types, at most every five seconds. */
export function useHere(send: Send): void {
  useEffect(() => {
    let lastAtMs = Number.NEGATIVE_INFINITY;
    const touched = (): void => {
      const nowMs = performance.now();
      if (nowMs - lastAtMs < hereEveryMs) return;
      lastAtMs = nowMs;
      void send({ act: 'here' });
    };
    document.addEventListener('pointerdown', touched, { capture: true });
    document.addEventListener('keydown', touched, { capture: true });
    return () => {
      document.removeEventListener('pointerdown', touched, { capture: true });
      document.removeEventListener('keydown', touched, { capture: true });
    };
  }, [send]);
}
