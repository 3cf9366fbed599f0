import { describe, expect, it } from "vitest";
import { compareAlgorithms } from "../../../../client/experiments/report/comparison.js";
import { runsCsv, summaryCsv, summaryMarkdown } from "../../../../client/experiments/report/tables.js";
import { csvText, markdownTable } from "../../../../client/experiments/report/text-table.js";
import { outcomesWith, smallGrid } from "../outcomes.js";

describe("csvText", () => {
  it("quotes what has to be", () => {
    expect(
      csvText(
        ["a", "b"],
        [
          ["x,y", 1.5],
          ['say "no"\n', null],
        ],
      ),
    ).toBe('a,b\n"x,y",1.5\n"say ""no""\n",\n');
  });
});

describe("markdownTable", () => {
  it("escapes bars", () => {
    expect(markdownTable(["a|b"], [["1"], ["2"]])).toBe("| a\\|b |\n|---|\n| 1 |\n| 2 |");
  });
});

describe("the tables of an experiment", () => {
  const grid = smallGrid(3);
  const outcomes = outcomesWith(grid, {
    em: [84, 85, 86],
    "end-to-end": [82, "killed by SIGKILL", null],
  });
  const comparisons = compareAlgorithms(grid, outcomes);

  it("name budget, missing runs and causes", () => {
    expect(
      summaryMarkdown({ grid, outcomes, comparisons, parameters: new Map() }, []),
    ).toBe(`# fig2-welfare: Welfare in Resource Gathering

10,000 transitions per representative (1 % of the paper's 1,000,000); 3 seeds (paper: 10); 4 of 6 runs finished.

| environment | k | n | em | end-to-end |
|---|---|---|---|---|
| resource-gathering | 3 | 25 | **85.00 ± 0.58** | 82.00 (1 of 3 runs finished) |

- Welfare is each agent's mean return from its representative, policies on their modes; mean ± standard error over seeds.
- Bold: the best, and what is not significantly worse (paired one-sided t-test by seed, 5 %; several comparisons are not corrected for).
- Too few seeds for a test in some rows (3 pairs are needed): there only the best mean is bold.
- Failed: resource-gathering-end-to-end-k3-n25-seed1 (killed by SIGKILL)
- Unfinished: resource-gathering-end-to-end-k3-n25-seed2 (2048 of 10000 transitions)
`);
  });

  it("have a row a run", () => {
    const [header, ...rows] = runsCsv(grid, outcomes).trim().split("\n");
    expect(header).toBe(
      "experiment,environment,algorithm,k,n,seed,scale,transitions,transitions_planned,welfare,standard_error,sampled_welfare,worst_agent,percentile_10,gini,seconds,status,cause,run",
    );
    expect(rows).toHaveLength(6);
    expect(rows[0]).toMatch(/^fig2-welfare,resource-gathering,em,3,25,0,0\.01,6144,10000,84,0\.5,/);
    expect(rows[0]).toMatch(/,300,finished,,runs\/resource-gathering-em-k3-n25-seed0$/);
    expect(rows[3]).toBe(
      "fig2-welfare,resource-gathering,end-to-end,3,25,1,0.01,2048,10000,,,,,,,1,lost,killed by SIGKILL,runs/resource-gathering-end-to-end-k3-n25-seed1",
    );
  });

  it("have a row a setting and algorithm", () => {
    const rows = summaryCsv(grid, comparisons).trim().split("\n");
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatch(
      /^fig2-welfare,resource-gathering,3,25,em,0\.01,10000,3,3,85,0\.577350\d*,88,true,$/,
    );
    expect(rows[2]).toMatch(
      /^fig2-welfare,resource-gathering,3,25,end-to-end,0\.01,10000,1,3,82,,88,false,$/,
    );
  });
});
