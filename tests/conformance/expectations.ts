import { expect } from "vitest";
import { type Box, boxBounds, type EnvSpec, type InfoSpec } from "../../envs/index.js";
import type { Step } from "./harness.js";

/** What a step gives lies in the spaces of the spec, and is finite. */
export function expectStep(spec: EnvSpec, { observation, rewards, infos }: Step): void {
  expectInside(spec.observationSpace, observation);
  const [low, high] = spec.rewardRange.map(Math.fround);
  for (const reward of rewards) {
    if (!(Number.isFinite(reward) && reward >= low && reward <= high)) {
      expect.fail(`reward ${reward} in [${low}, ${high}]`);
    }
  }
  expectInfos(spec.infos, infos);
}

export function expectInside(space: Box, values: number[]): void {
  values.forEach((x, i) => {
    const [low, high] = boxBounds(space, i);
    if (!(Number.isFinite(x) && x >= low && x <= high)) expect.fail(`${x} at [${i}] in [${low}, ${high}]`);
  });
}

/** Whether a number is one of the dtype. */
const FITS: Readonly<Record<InfoSpec["dtype"], (x: number) => boolean>> = {
  float64: () => true,
  float32: (x) => x === Math.fround(x),
  int32: (x) => x === (x | 0),
  uint8: (x) => x === (x & 255),
  bool: (x) => x === 0 || x === 1,
};

function expectInfos(specs: readonly InfoSpec[], infos: number[]): void {
  const dtypes = specs.flatMap(({ dtype, shape }) =>
    new Array<InfoSpec["dtype"]>(shape.reduce((a, b) => a * b, 1)).fill(dtype),
  );
  expect(infos).toHaveLength(dtypes.length);
  infos.forEach((x, i) => {
    if (!(Number.isFinite(x) && FITS[dtypes[i]](x))) expect.fail(`info ${x} at [${i}] as ${dtypes[i]}`);
  });
}
