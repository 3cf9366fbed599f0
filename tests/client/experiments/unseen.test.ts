import { expect, it } from "vitest";
import { choiceResults, unseenCells } from "../../../client/experiments/report/unseen-cells.js";
import { choicesCsv, unseenCsv, unseenMarkdown } from "../../../client/experiments/report/unseen-tables.js";
import { unseenGrid, unseenOutcomes } from "./unseen-outcomes.js";

const GRID = unseenGrid();
// dbscan has one policy in seed 0, two in seed 1; em was stopped in seed 1.
const OUTCOMES = unseenOutcomes(GRID, {
  dbscan: [
    [
      [
        [0, 0],
        [-90, -50],
      ],
    ],
    [
      [
        [0, 0],
        [-80, -40],
      ],
      [
        [1, -1],
        [-60, -10],
      ],
    ],
  ],
  em: [
    [
      [
        [0, 0],
        [-75, -100],
      ],
      [
        [-1, 1],
        [-70, -31],
      ],
    ],
    null,
  ],
});

it("has means and standard errors over seeds, for each choice", () => {
  const [dbscan, em] = unseenCells(GRID, OUTCOMES);
  expect(dbscan).toMatchObject({ algorithm: "dbscan", planned: 2, finished: 2, policies: 1.5 });
  // Seeds: zero-shot −70 and −60; few-shot −70 and (−60 − 40) / 2; best −70 and −35.
  expect(dbscan.choices.map(({ mean }) => mean)).toEqual([-65, -60, -52.5]);
  expect(dbscan.choices.map(({ standardError }) => standardError)).toEqual([
    expect.closeTo(5),
    expect.closeTo(10),
    expect.closeTo(17.5),
  ]);
  expect(em).toMatchObject({ algorithm: "em", planned: 2, finished: 1, policies: 2 });
  expect(em.choices[0]).toMatchObject({ mean: -87.5, standardError: null });
});

it("knows the best of all runs with the same seed", () => {
  // Seed 0: −70 and −31, both em's; within 20 are dbscan's −90 and −50, of em's zero-shot only −75.
  const results = choiceResults(GRID, OUTCOMES);
  const [dbscan, em] = OUTCOMES.filter(({ run }) => run.seed === 0).map(({ run }) => results.get(run.name)!);
  expect(dbscan[0].nearBestKnown).toBe(1);
  expect(em.map(({ nearBestKnown }) => nearBestKnown)).toEqual([0.5, 1, 1]);
});

it("a run's own best is another matter", () => {
  const results = choiceResults(GRID, OUTCOMES);
  const inSeed1 = OUTCOMES.find(({ run }) => run.seed === 1 && run.algorithm === "dbscan")!;
  // 20 and 30 behind its other policy.
  expect(results.get(inSeed1.run.name)![0].nearBest).toBe(0.5);
});

it("tables say what is ours and what is published, and what is missing", () => {
  const text = unseenMarkdown(GRID, OUTCOMES, unseenCells(GRID, OUTCOMES));
  expect(text).toContain(
    "60,000 transitions of all policies together (1 % of the paper's); 2 seeds (paper: 3)",
  );
  expect(text).toContain("| dbscan | **-65.00 ± 5.00** |\n");
  expect(text).toContain("| em | -87.50 (1 of 2 runs finished) |\n");
  expect(text).toContain("| Ge et al. 2025: PACMAN | -97.42 ± 3.70 |\n");
  expect(text).toContain(
    "| dbscan | 1.5 | 0.3 | 6M | -65.00 ± 5.00 | -60.00 ± 10.00 | -52.50 ± 17.50 | 75 % |",
  );
  expect(text).toContain("| em | 2 | – | 6M |");
  expect(text).toContain("- Unfinished: half-cheetah-velocity-em-k5-n50-f6000000-e0.3-seed1 (");
});

it("has a row for each choice, over seeds and by run", () => {
  const [header, first] = unseenCsv(GRID, unseenCells(GRID, OUTCOMES)).split("\n");
  expect(header).toBe(
    "experiment,environment,algorithm,k,n,frames,epsilon,scale,policies,choice,few_shot_episodes,runs,runs_planned,mean,standard_error,near_best_known,source",
  );
  expect(first).toMatch(
    /^committee-clusterings,half-cheetah-velocity,dbscan,5,50,6000000,0.3,0.01,1.5,zero-shot,,2,2,-65,5(\.0+\d)?,0.75,here$/,
  );
  expect(unseenCsv(GRID, []).split("\n")).toContain(
    "committee-clusterings,half-cheetah-velocity,PACMAN,,,6000000,,,,zero-shot,,,,-97.42,3.7,,Ge et al. 2025",
  );
  const rows = choicesCsv(GRID, OUTCOMES).trim().split("\n");
  // Three finished runs, three choices each.
  expect(rows).toHaveLength(1 + 3 * 3);
  expect(rows[1]).toBe(
    "committee-clusterings,half-cheetah-velocity,dbscan,5,50,6000000,0.3,0.01,0,1,zero-shot,,1,-70,20,1,1,runs/half-cheetah-velocity-dbscan-k5-n50-f6000000-e0.3-seed0",
  );
});
