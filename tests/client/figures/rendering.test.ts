import { describe, expect, it } from "vitest";
import { renderPng, renderSvg } from "../../../client/figures/rendering.js";
import { FONT } from "../../../client/figures/theme.js";

function page(content: string): Buffer {
  return renderPng(`<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">${content}</svg>`);
}

describe("renderPng", () => {
  it.each(["normal", "bold"])("sets %s text", (weight) => {
    const text = `<text x="10" y="30" font-family="${FONT}" font-weight="${weight}">Welfare 90.2 ± 0.3</text>`;
    const written = page(text);
    expect(written.equals(page(""))).toBe(false);
    expect(written.length).toBeGreaterThan(2 * page("").length);
  });

  it("sets bold text in a face of its own", () => {
    const [normal, bold] = ["normal", "bold"].map((weight) =>
      page(`<text x="10" y="30" font-family="${FONT}" font-weight="${weight}">Welfare</text>`),
    );
    expect(bold.equals(normal)).toBe(false);
  });
});

/** @returns an SVG */
function plot(title: string): Promise<string> {
  return renderSvg({
    title,
    data: { values: [{ x: 1 }] },
    mark: "point",
    encoding: { x: { field: "x", type: "quantitative" } },
  });
}

describe("renderSvg", () => {
  it("names a font that PNGs are set in, and some for browsers", async () => {
    expect(await plot("Welfare")).toContain(`font-family="${FONT}"`);
    expect(FONT).toMatch(/^DejaVu Sans, .*sans-serif$/);
  });

  it("writes titles that reach the PNG", async () => {
    expect(renderPng(await plot("W")).equals(renderPng(await plot(" ")))).toBe(false);
  });
});
