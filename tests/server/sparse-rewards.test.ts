import { expect, it } from "vitest";
import { decodeRewards, type Rewards, type StepResponse } from "../../proto/index.js";
import { openSession, randomMoves, type TestSession } from "./support/session.js";
import { hostGrpc } from "./support/transports.js";

const NUM_ENVS = 6;
const NUM_AGENTS = 25;

function decode(rewards: Rewards | undefined, rows: number): Float32Array {
  const out = new Float32Array(rows * NUM_AGENTS).fill(Number.NaN);
  decodeRewards(rewards, "rewards", NUM_AGENTS, out);
  return out;
}

it("gives the same rewards and returns, sparse or dense", async () => {
  const { service, close } = await hostGrpc({ workers: 2 });
  const open = (acceptsSparseRewards: boolean) =>
    openSession(service, { numEnvironments: NUM_ENVS, acceptsSparseRewards });
  const dense = await open(false);
  const sparse = await open(true);
  await dense.reset();
  await sparse.reset();
  const encodings = new Set<string>();
  let episodes = 0;
  for (const moves of randomMoves(200, NUM_ENVS)) {
    const step = async (session: TestSession): Promise<StepResponse> => session.step(moves);
    const [a, b] = [await step(dense), await step(sparse)];
    expect(a.rewards?.encoding?.$case).toBe("dense");
    encodings.add(b.rewards!.encoding!.$case);
    expect(decode(b.rewards, NUM_ENVS)).toEqual(decode(a.rewards, NUM_ENVS));
    const finished = a.finished?.environments?.shape[0] ?? 0;
    episodes += finished;
    if (finished > 0)
      expect(decode(b.finished!.returns, finished)).toEqual(decode(a.finished!.returns, finished));
  }
  expect(encodings).toContain("sparse");
  expect(episodes).toBeGreaterThan(20);
  await close();
});
