import { defineConfig } from 'vitest/config';

// The real Electron, by way of build/test.ts, which makes it ready. One window at a time: they share a display.
export default defineConfig({
  test: {
    include: ['test/electron/**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
