import { describe, expect, it } from "vitest";
import { representativeColor, representativeColors } from "../../../client/figures/palette.js";

describe("representativeColors", () => {
  it.each([1, 2, 5, 10, 11, 25, 50])("tells %i apart", (k) => {
    const colors = representativeColors(k);
    expect(colors).toHaveLength(k);
    expect(new Set(colors).size).toBe(k);
  });

  it("keeps a representative's colour when there are more, up to ten", () => {
    expect(representativeColors(10).slice(0, 3)).toEqual(representativeColors(3));
  });
});

describe("representativeColor", () => {
  it("has a legend only where it helps", () => {
    expect(representativeColor(1).legend).toBeNull();
    expect(representativeColor(10).legend).not.toBeNull();
    expect(representativeColor(11).legend).toBeNull();
  });
});
