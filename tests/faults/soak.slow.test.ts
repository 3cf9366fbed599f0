import { expect, it } from "vitest";
import { soak } from "./support/soak.js";

it("a server holds nothing after 2,000 sessions, some of which were never closed", async () => {
  const grown = await soak(2000);
  console.info(`grown by ${grown.toFixed(2)} MB`);
  expect(grown).toBeLessThan(4);
});
