import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{main,native,renderer,platform,build,test}/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
    // One more than Vitest would: on two cores it runs file after file, and the long ones mostly wait for processes and motors.
    maxWorkers: availableParallelism(),
  },
});
