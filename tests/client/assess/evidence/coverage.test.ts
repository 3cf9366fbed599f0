import { expect, it } from "vitest";
import { servedAgents, worstServed } from "../../../../client/assess/evidence/coverage.js";

it("lists the tenth of all agents that is served worst, the worst first", () => {
  const parameters = Array.from({ length: 19 }, (_, i) => [i]);
  const returns = [parameters.map(([i]) => 100 - i), parameters.map(([i]) => i)];
  const trained = servedAgents({ parameters, returns }, new Array(19).fill(1), false);
  const unseen = servedAgents({ parameters: [[0.5]], returns: [[-1], [0]] }, [0], true);
  expect(worstServed([...trained, ...unseen])).toEqual([
    { parameters: [0.5], return: -1, representative: 1, unseen: true },
    { parameters: [0], return: 0, representative: 2, unseen: false },
  ]);
});

it("lists a hundred at most", () => {
  const agents = servedAgents(
    { parameters: new Array(500).fill([0]), returns: [new Array(500).fill(0)] },
    new Array(500).fill(0),
    false,
  );
  expect(worstServed(agents)).toHaveLength(100);
});
