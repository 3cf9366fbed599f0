import { expect, it } from "vitest";
import { soak } from "./support/soak.js";

it("a server holds nothing after 80 sessions, some of which were never closed", async () => {
  expect(await soak(80)).toBeLessThan(4);
});
