import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{main,native,renderer,platform,build,test}/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
  },
});
