import { describe, expect, it } from "vitest";
import { reportText } from "../../../client/cli/report.js";
import type { Summary } from "../../../client/records/records.js";

const WELFARE = { mean: 20, standardError: 1, episodes: 4 };

/** Two representatives of three agents, who have 10, 20 and 30. */
const SUMMARY: Summary = {
  environment: "resource-gathering",
  algorithm: "em",
  finished: true,
  welfare: WELFARE,
  stochasticWelfare: WELFARE,
  distribution: { worst: 10, percentile10: 12, gini: 2 / 9 },
  bestKnownWelfare: null,
  assignment: [0, 0, 1],
  utilities: [
    [10, 20, 0],
    [0, 0, 30],
  ],
  outsideOptions: null,
  participation: 1,
  agentParameters: [[4], [5], [6]],
  transitions: 4096,
  seconds: 12.3,
};

describe("reportText", () => {
  it("says what a run came to, and for whom", () => {
    expect(reportText(SUMMARY)).toBe(
      [
        "resource-gathering, em, k = 2, n = 3",
        "welfare 20.00 ± 1.00 over 4 episodes each",
        "  with sampled actions 20.00 ± 1.00 over 4 episodes each",
        "  worst agent 10.00, 10th percentile 12.00, Gini coefficient 0.222",
        "representative 1 serves 2: agents 0, 1",
        "representative 2 serves 1: agents 2",
        "4096 transitions each in 12 s",
      ].join("\n"),
    );
  });

  it("says how near funds are to the best, where that is known", () => {
    const funds = { single: 5, best: 7.5, expected: 7, closed: 0.8 };
    expect(reportText({ ...SUMMARY, bestKnownWelfare: 7.5004, funds })).toContain(
      [
        "welfare 20.00 ± 1.00 over 4 episodes each (best known 7.5)",
        "  with sampled actions 20.00 ± 1.00 over 4 episodes each",
        "  expected over all returns 7.00, 80.0% of the way from the best single fund (5.00) to the best 2 (7.50)",
        "",
      ].join("\n"),
    );
    expect(reportText({ ...SUMMARY, funds: { ...funds, best: 5, closed: null } })).toContain(
      "  expected over all returns 7.00, where the best fund has 5.00\n",
    );
  });

  it("says how many episodes were cut short, if any", () => {
    const textOf = (episodes: number) => reportText({ ...SUMMARY, cutShort: { episodes, steps: 1000 } });
    expect(textOf(3)).toContain("\n  3 episodes were cut short after 1000 steps (--max-episode-steps)\n");
    expect(textOf(1)).toContain("\n  1 episode was cut short after");
    expect(textOf(0)).not.toContain("cut short");
  });

  it("has the ranges of all parameters of many agents", () => {
    const agents = Array.from({ length: 41 }, (_, i) => i);
    const many = {
      ...SUMMARY,
      assignment: agents.map((i) => (i < 40 ? 0 : 1)),
      utilities: [agents, agents],
      agentParameters: agents.map((i) => [i / 10, 40 - i]),
    };
    const bounds = { minimum: 0, maximum: 40 };
    const parameters = [
      { name: "target_velocity", unit: "m/s", ...bounds },
      { name: "share", unit: "", ...bounds },
    ];
    expect(reportText({ ...many, parameters })).toContain(
      "representative 1 serves 40: target velocity 0.00 to 3.90 m/s, share 1.00 to 40.00\n" +
        "representative 2 serves 1: target velocity 4.00 to 4.00 m/s, share 0.00 to 0.00\n",
    );
    const more = agents.map((i) => [i, i, i, i, i, i]);
    expect(reportText({ ...many, agentParameters: more })).toContain(
      "serves 1: parameter 40.00 to 40.00, parameter 40.00 to 40.00, parameter 40.00 to 40.00, parameter 40.00 to 40.00, 2 more parameters\n",
    );
  });

  it("has no Gini coefficient where it says nothing", () => {
    const distribution = { worst: -10, percentile10: -8, gini: null };
    expect(reportText({ ...SUMMARY, distribution })).toContain("worst agent -10.00, 10th percentile -8.00\n");
  });

  it("lists agents that opt out, and does not count them as served", () => {
    const text = reportText({ ...SUMMARY, outsideOptions: [10, 5, 31], participation: 1 / 3 });
    expect(text).toContain("1 of 3 agents take part; 2 keep their outside option: agents 0, 2\n");
    expect(text).toContain("representative 1 serves 1: agents 1\nrepresentative 2 serves 0: nobody\n");
  });

  it("says that all take part", () => {
    expect(reportText({ ...SUMMARY, outsideOptions: [0, 0, 0] })).toContain("all 3 agents take part\n");
  });

  it("says what to change if no agent takes part", () => {
    expect(reportText({ ...SUMMARY, outsideOptions: [99, 99, 99], participation: 0 })).toContain(
      "no agent takes part: every agent's outside option is at least as good as its representative; lower --outside-option, or train for more --transitions\n",
    );
  });
});
