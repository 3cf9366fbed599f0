import { inflateSync } from "node:zlib";
import { Resvg } from "@resvg/resvg-js";
import { expect, it } from "vitest";
import { encodePng } from "../../../client/replay/png.js";

// Two rows: red, green, blue; black, grey, white.
const DATA = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 128, 128, 128, 255, 255, 255);
const png = encodePng({ width: 3, height: 2, data: DATA });

it("has the header and the rows of the picture", () => {
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  expect([...png.subarray(16, 29)]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const length = png.readUInt32BE(33);
  const rows = inflateSync(png.subarray(41, 41 + length));
  expect([...rows]).toEqual([0, ...DATA.subarray(0, 9), 0, ...DATA.subarray(9)]);
});

it("is read by others, pixel by pixel", () => {
  const href = `data:image/png;base64,${png.toString("base64")}`;
  const image = `<image width="3" height="2" href="${href}" style="image-rendering: pixelated"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2">${image}</svg>`;
  const { pixels } = new Resvg(svg).render();
  const rgb = [...pixels].filter((_, i) => i % 4 < 3);
  expect(rgb).toEqual([...DATA]);
});
