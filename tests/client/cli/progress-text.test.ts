import { describe, expect, it } from "vitest";
import { durationText, progressText } from "../../../client/cli/progress-text.js";

const FACTS = { name: "", share: 0.25, secondsLeft: 465, facts: ["welfare 12.3", "8654 transitions/s"] };

describe("progressText", () => {
  it("has a bar as wide as there is room, and the time left before speeds", () => {
    const rest = " 25% · 7m45s left · welfare 12.3 · 8654 transitions/s";
    expect(progressText(FACTS, 79)).toBe(`${"█".repeat(7)}${"░".repeat(19)}${rest}`);
    expect(progressText(FACTS, 79)).toHaveLength(79);
    expect(progressText(FACTS, 200)).toBe(`${"█".repeat(10)}${"░".repeat(30)}${rest}`);
  });

  it("leaves out the last facts where there is no room", () => {
    expect(progressText(FACTS, 50)).toBe(`█████${"░".repeat(13)} 25% · 7m45s left · welfare 12.3`);
    expect(progressText(FACTS, 40)).toBe(`██████${"░".repeat(17)} 25% · 7m45s left`);
    expect(progressText(FACTS, 20)).toBe(`███${"░".repeat(7)} 25% · 7m45s left`);
  });

  it("says what it is of, and no time that is not known", () => {
    expect(progressText({ name: "on the modes", share: 0, secondsLeft: undefined, facts: [] }, 30)).toBe(
      `on the modes: ${"░".repeat(13)} 0%`,
    );
  });
});

it.each([
  [0, "0s"],
  [44.2, "45s"],
  [60, "1m00s"],
  [465, "7m45s"],
  [3600, "1h00m"],
  [7500, "2h05m"],
])("%s seconds are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
