import { setImmediate as turn } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { startThread } from "../../server/threads/thread.js";

const CATALOG = new URL("../../server/catalog/catalog-main.js", import.meta.url);

it("many threads at a time do not make Node warn of a leak", async () => {
  const warnings: string[] = [];
  const notice = ({ name }: Error) => void warnings.push(name);
  process.on("warning", notice);
  onTestFinished(() => void process.off("warning", notice));
  const config = { main: CATALOG, workerData: { modules: [] }, maxSeconds: 60, onDeath() {} };
  const threads = Array.from({ length: 12 }, () => startThread(config));
  await turn();
  await Promise.all(threads.map((thread) => thread.terminate()));
  expect(warnings).not.toContain("MaxListenersExceededWarning");
});
