import { describe, expect, it } from "vitest";
import type { Scene } from "../../../client/replay/bodies.js";
import { drawPicture, pictureHeight } from "../../../client/replay/drawing/picture.js";
import { drawScene, hull, SIDE_VIEW } from "../../../client/replay/drawing/scene.js";
import { ROLLING } from "./support/episodes.js";

const RED = "rgb(255 0 0)";
const BLUE = "rgb(0 0 255)";

/** A torso, 1 m long and 0.5 m above the floor, and a leg behind its end, 0.3 m farther away. */
const WALKER: Scene = {
  bodies: [
    { numPoints: 2, radius: 0.05, color: RED, opacity: 1 },
    { numPoints: 2, radius: 0.1, color: BLUE, opacity: 0.5 },
  ],
  floor: 1,
  poses: [[10, 2, 1.5, 11, 2, 1.5, 11, 2.3, 1.5, 11, 2.3, 1]],
};

/** The numbers of the path of a colour. */
function pathOf(markup: string, color: string): number[] {
  const [, path] = markup.match(new RegExp(`<path d="([^"]*)" fill="${color.replace(/[()]/g, "\\$&")}"`))!;
  return path.match(/-?[\d.]+/g)!.map(Number);
}

describe("a scene from the side", () => {
  const markup = drawScene(WALKER, 0, SIDE_VIEW);

  it("has the torso amid it, 120 to a metre, over the floor at 234", () => {
    expect(pathOf(markup, RED)).toEqual([180, 174, 300, 174]);
    expect(markup).toContain(`stroke="${RED}" opacity="1" stroke-width="12"`);
  });

  it("has what is farther away before what hides it", () => {
    expect(pathOf(markup, BLUE)).toEqual([300, 174, 300, 234]);
    expect(markup).toContain(`stroke="${BLUE}" opacity="0.5" stroke-width="24"`);
    expect(markup.indexOf(BLUE)).toBeLessThan(markup.indexOf(RED));
  });

  it("numbers the metres of the floor", () => {
    // The torso's middle is at 10.5, in the picture at 240; a number is 4 to the right of its metre.
    expect(markup).toContain('<text x="184" y="248" class="faint">10 m</text>');
    expect(markup).toContain('<text x="304" y="248" class="faint">11 m</text>');
  });
});

describe("a scene that is turned", () => {
  it("by 90° shows the robot from its front", () => {
    const markup = drawScene(WALKER, 0, { azimuth: Math.PI / 2, elevation: 0 });
    // The torso is a point now, and the leg 0.3 m to the right of it, ahead and so nearer.
    expect(markup).toContain('<circle cx="240" cy="174" r="6"');
    expect(pathOf(markup, BLUE)).toEqual([276, 174, 276, 234]);
    expect(markup.indexOf(`fill="${RED}"`)).toBeLessThan(markup.indexOf(`fill="${BLUE}"`));
  });

  it("by 90° upwards shows it from above", () => {
    const markup = drawScene(WALKER, 0, { azimuth: 0, elevation: Math.PI / 2 });
    expect(pathOf(markup, RED)).toEqual([180, 234, 300, 234]);
    expect(markup).toContain('<circle cx="300" cy="198" r="12"');
  });
});

it("hull: the corners, in order, without what is inside or on an edge", () => {
  const square = [
    [0, 0],
    [2, 2],
    [1, 1],
    [2, 0],
    [1, 0],
    [0, 2],
  ] as const;
  expect(hull(square)).toEqual([
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
  ]);
  expect(
    hull([
      [3, 4],
      [1, 2],
    ]),
  ).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(
    hull([
      [3, 4],
      [3, 4],
    ]),
  ).toEqual([[3, 4]]);
  expect(hull([[3, 4]])).toEqual([[3, 4]]);
});

describe("a picture", () => {
  const [first, second] = [0, 1].map((t) => drawPicture(ROLLING, t, SIDE_VIEW));
  const texts = (markup: string) =>
    [...markup.matchAll(/<text x="12"[^>]*>([^<]*)</g)].map(([, text]) => text);

  it("shows the time, the velocity and the agents served now", () => {
    expect(texts(first)).toEqual([
      "0.25 s",
      "0.00 m/s",
      "serves 0 of its 2 agents now",
      "their mean return so far: 0.00",
    ]);
    expect(texts(second)).toEqual([
      "0.50 s",
      "2.00 m/s",
      "serves 1 of its 2 agents now (2.10 m/s)",
      "their mean return so far: 1.25",
    ]);
  });

  it("follows the robot", () => {
    for (const markup of [first, second]) expect(markup).toContain('<circle cx="240" cy="222" r="12"');
    // 2 m is amid the first and 60 to the left of it in the second.
    expect(first).toContain('<text x="244" y="248" class="faint">2 m</text>');
    expect(second).toContain('<text x="184" y="248" class="faint">2 m</text>');
  });

  it("marks agents where they want to be, as high as the step was worth to them", () => {
    // 0 to 4 m/s are from 24 to 456: 108 a metre a second.
    const marks = [...second.matchAll(/<line x1="([\d.]+)" [^>]*y2="([\d.]+)" class="agent ([^"]*)"/g)];
    expect(marks.map(([, x, top, kind]) => [x, top, kind])).toEqual([
      ["240", "16.00", "other served"],
      ["348", "42.00", "other"],
      ["132", "42.00", "own"],
      ["250.8", "29.00", "own served"],
    ]);
    expect(second).toContain('<path d="M240 51l-4 7h8z" class="needle"/>');
  });

  it("counts whom it serves where they are many, and says if there are none", () => {
    const agents = { ...ROLLING.agents, values: [0, 1, 2, 3, 3.5, 4], own: [0, 1, 2, 3, 4, 5] };
    const served = [agents.own.map((i) => [i, 1] as const)];
    const crowd = drawPicture({ ...ROLLING, agents, served }, 0, SIDE_VIEW);
    expect(texts(crowd)[2]).toBe("serves 6 of its 6 agents now (0.00 to 4.00 m/s)");
    const nobody = { ...ROLLING, agents: { ...agents, own: [] }, welfare: null };
    expect(texts(drawPicture(nobody, 0, SIDE_VIEW))).toEqual(["0.25 s", "0.00 m/s", "serves nobody"]);
  });

  it("is the environment's own where it draws itself", () => {
    const tiles = { parameter: "tile", unit: "", minimum: 0, maximum: 24, values: [3, 7, 9], own: [0, 2] };
    const pictures = ["data:image/png;base64,AAAA", "data:image/png;base64,BBBB"];
    const grid = { ...ROLLING, dt: 0, velocities: null, agents: tiles, scene: null, pictures };
    const markup = drawPicture(grid, 1, SIDE_VIEW);
    expect(markup).toContain('href="data:image/png;base64,BBBB"');
    expect(texts(markup)).toEqual([
      "step 2 of 2",
      "serves 1 of its 2 agents now",
      "their mean return so far: 1.25",
      "their tiles:",
      "3, 9",
    ]);
    expect([pictureHeight(grid), pictureHeight(ROLLING)]).toEqual([270, 348]);
  });
});
