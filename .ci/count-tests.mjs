// Prints "N passed, N failed" for the result files of Vitest's JSON reporter, which are the arguments.
// A file of tests that could not be loaded counts as one failure. Exits with 1 unless tests ran and all passed.
import { existsSync, readFileSync } from "node:fs";

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const path of process.argv.slice(2).filter(existsSync)) {
  const { testResults } = JSON.parse(readFileSync(path, "utf8"));
  for (const { status, assertionResults } of testResults) {
    const outcomes = assertionResults.map((result) => result.status);
    const failed = outcomes.filter((outcome) => outcome === "failed").length;
    const passed = outcomes.filter((outcome) => outcome === "passed").length;
    counts.passed += passed;
    counts.failed += status === "failed" ? Math.max(failed, 1) : failed;
    counts.skipped += outcomes.length - failed - passed;
  }
}
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exit(counts.passed > 0 && counts.failed === 0 ? 0 : 1);
