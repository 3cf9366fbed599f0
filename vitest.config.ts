import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/**
 * Tests of mathematics, which change nothing that other files see. Files in a process share their modules, most of all
 * TensorFlow.js, whose loading takes longer than many tests.
 */
const TOGETHER = [
  "dist/tests/client/{assess,assignment,config,experiments,figures,html,jit,learner,ops,theory}/**/*.test.js",
];

/** Milliseconds, of all tests but the slow ones. */
const TIMEOUTS = { testTimeout: 120_000, hookTimeout: 120_000 };

// Tests run on the built JavaScript, so that workers and command-line programs are the ones that ship.
// biome-ignore lint/style/noDefaultExport: Vitest reads the default export.
export default defineConfig({
  test: {
    silent: "passed-only",
    // On two cores too: much of a test's time goes by in waiting for a program that it started.
    maxWorkers: Math.max(availableParallelism() - 1, 3),
    projects: [
      {
        test: {
          name: "fast",
          include: ["dist/tests/**/*.test.js"],
          exclude: ["dist/tests/**/*.slow.test.js", ...TOGETHER],
          ...TIMEOUTS,
        },
      },
      {
        test: {
          name: "together",
          include: TOGETHER,
          exclude: ["dist/tests/**/*.slow.test.js"],
          isolate: false,
          ...TIMEOUTS,
        },
      },
      {
        test: {
          name: "slow",
          include: ["dist/tests/**/*.slow.test.js"],
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
