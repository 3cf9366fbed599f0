import { describe, expect, it } from "vitest";
import { agentRows, rowLabels } from "../../../client/figures/agent-rows.js";
import { assignmentFigure } from "../../../client/figures/assignment.js";
import { renderSvg } from "../../../client/figures/rendering.js";
import { timeColumns } from "../../../client/figures/time-columns.js";
import { gatheringRun, TOURS, velocityRun } from "./fake-run.js";
import { count, texts } from "./svg.js";

describe("timeColumns", () => {
  it("has a column for every iteration of a short run", () => {
    const columns = timeColumns(velocityRun(2, 4, 3).metrics);
    expect(columns.map(({ start, end }) => [start, end])).toEqual([
      [0, 2048],
      [2048, 4096],
      [4096, 6144],
    ]);
  });

  it("has at most 200 of a long run, without gaps, up to its end", () => {
    const { metrics } = velocityRun(2, 4, 501);
    const columns = timeColumns(metrics);
    expect(columns).toHaveLength(167);
    columns.slice(1).forEach(({ start }, i) => {
      expect(start).toBe(columns[i].end);
    });
    expect(columns[166].row).toBe(metrics[500]);
  });
});

describe("agentRows", () => {
  const column = (start: number, assignment: number[]) => {
    const row = { ...velocityRun(2, assignment.length, 1).metrics[0], assignment };
    return { start, end: start + 10, row };
  };
  const columns = [column(0, [0, 1]), column(10, [0, 0]), column(20, [0, 1])];

  it("joins the time an agent stays with a representative", () => {
    expect(agentRows(columns, null)).toEqual([
      { representative: 1, start: 0, end: 30, bottom: 0, top: 1 },
      { representative: 2, start: 0, end: 10, bottom: 1, top: 2 },
      { representative: 1, start: 10, end: 20, bottom: 1, top: 2 },
      { representative: 2, start: 20, end: 30, bottom: 1, top: 2 },
    ]);
  });

  it("sorts agents by θ, lowest below", () => {
    const rows = agentRows(columns, [2.5, 0.5]);
    expect(rows.map(({ bottom, representative }) => [bottom, representative])).toEqual([
      [0, 2],
      [0, 1],
      [0, 2],
      [1, 1],
    ]);
  });

  it("lets some of many agents stand for their neighbours", () => {
    const rows = agentRows([column(0, new Array(1001).fill(1))], null);
    expect(rows).toHaveLength(201);
    expect(rows[200]).toMatchObject({ bottom: 1000, top: 1001 });
  });
});

describe("rowLabels", () => {
  it("writes θ with as many digits as its range needs", () => {
    expect([...rowLabels(5, [4, 0.00003, 1.23456, 3, 2])]).toEqual([
      [0.5, "0"],
      [1.5, "1.23"],
      [2.5, "2"],
      [3.5, "3"],
      [4.5, "4"],
    ]);
  });

  it("numbers agents without θ, and writes no label twice", () => {
    expect([...rowLabels(2, null).values()]).toEqual(["0", "1"]);
    expect([...rowLabels(1, [0.5]).values()]).toEqual(["0.5"]);
  });
});

describe("assignmentFigure", () => {
  it("has an area and a legend entry for every representative", async () => {
    const svg = await renderSvg(assignmentFigure(gatheringRun(TOURS))!);
    expect(
      /mark-area role-mark .*?mark-rect/s.exec(svg)![0].match(/<path d="M[^"]+Z" fill="#/g),
    ).toHaveLength(3);
    expect(texts(svg)).toEqual(expect.arrayContaining(["representative", "1", "2", "3", "agents by tile"]));
  });

  it("sorts agents by a number that nothing is known of", async () => {
    expect(texts(await renderSvg(assignmentFigure(velocityRun(5, 100))!))).toContain("agents by θ");
  });

  it("names what agents differ in as the environment does", async () => {
    const run = velocityRun(5, 100);
    const parameter = { name: "direction", unit: "rad", minimum: 0, maximum: 6.3 };
    const svg = await renderSvg(
      assignmentFigure({ ...run, config: { ...run.config, parameters: [parameter] } })!,
    );
    expect(texts(svg)).toContain("agents by direction (rad)");
  });

  it("leaves agents that differ in more than one number in their order", async () => {
    const run = velocityRun(2, 10);
    const summary = { ...run.summary!, agentParameters: run.summary!.agentParameters.map(([v]) => [v, v]) };
    expect(texts(await renderSvg(assignmentFigure({ ...run, summary })!))).toContain("agent");
  });

  it("lists no more than ten representatives", async () => {
    expect(texts(await renderSvg(assignmentFigure(velocityRun(10, 100))!))).toContain("representative");
    expect(texts(await renderSvg(assignmentFigure(velocityRun(11, 100))!))).not.toContain("representative");
  });

  it("stays small for a thousand agents and fifty representatives", async () => {
    const svg = await renderSvg(assignmentFigure(velocityRun(50, 1000, 1000))!);
    expect(count(svg, "<path")).toBeLessThan(50_000);
    expect(svg.length).toBeLessThan(5e6);
  });
});
