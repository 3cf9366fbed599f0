// Assesses a run on portfolio-replay in later years: `node examples/later-years.mjs RUN RETURNS.csv LAST_YEAR`, after
// `caucus export --run RUN`, where LAST_YEAR is the last year of training. It plays all later months in order. Results are
// no advice: nobody knows whether what paid in some years pays in others.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readReturns } from "caucus/envs";
import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { InferenceSession, Tensor } from "onnxruntime-node";

const [run, file, year] = process.argv.slice(2);
const { firstMonth, assets, values } = readReturns(file);
const a = assets.length;
const { max_weight: maxWeight = 5 } = JSON.parse(readFileSync(join(run, "config.json"), "utf8")).envOptions;
const { agentParameters, assignment, utilities } = JSON.parse(
  readFileSync(join(run, "summary.json"), "utf8"),
);
const months = values.length / a;
const split = 12 * (Number(year) + 1) - firstMonth;
const returnsOf = (t) => values.subarray(t * a, (t + 1) * a);
const clip = (weights) => weights.map((x) => Math.min(Math.max(x, -maxWeight), maxWeight));

/** Mean gain in per cent a year, with its standard error, from the excess returns of months. */
function gain(excess, gamma) {
  const gains = excess.map((x) => 1200 * (x - (gamma / 2) * x * x));
  const mean = gains.reduce((sum, x) => sum + x, 0) / gains.length;
  const variance = gains.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (gains.length - 1);
  return [mean, Math.sqrt(variance / gains.length)];
}

/** Excess returns of months from … to − 1. */
function earn(weightsAt, from, to) {
  return Array.from({ length: to - from }, (_, t) => {
    const weights = weightsAt(from + t);
    return returnsOf(from + t).reduce((sum, r, i) => sum + weights[i] * r, 0);
  });
}

/** Weights of each policy in each month, from the month before. */
async function fundWeights(j) {
  const session = await InferenceSession.create(join(run, "policies", `representative-${j + 1}.onnx`));
  const observations = new Tensor("float32", Float32Array.from(values), [months, a]);
  const { mean } = await session.run({ observation: observations });
  return (t) => clip(mean.data.slice((t - 1) * a, t * a));
}

/** M⁻¹m of the months before the split: an investor's best constant weights are these over γ, where bounds allow. */
function bestConstant() {
  const second = Matrix.zeros(a, a);
  const mean = Matrix.zeros(a, 1);
  for (let t = 0; t < split; t++) {
    const r = Matrix.columnVector([...returnsOf(t)]);
    mean.add(r);
    second.add(r.mmul(r.transpose()));
  }
  return new CholeskyDecomposition(second).solve(mean).to1DArray();
}

const constant = bestConstant();
const funds = await Promise.all(utilities.map((_, j) => fundWeights(j)));
const strategies = {
  "funds of the run": (_, i) => funds[assignment[i]],
  "own best constant weights": (gamma) => () => clip(constant.map((x) => x / gamma)),
  "equal weights": () => () => new Array(a).fill(1 / a),
};
console.log(`mean gain of ${assignment.length} investors, per cent a year, no advice`);
for (const [name, strategy] of Object.entries(strategies)) {
  const cells = [
    [1, split],
    [split, months],
  ].map(([from, to]) => {
    const all = agentParameters.map(([gamma], i) => gain(earn(strategy(gamma, i), from, to), gamma));
    const [mean, error] = [0, 1].map((c) => all.reduce((sum, row) => sum + row[c], 0) / all.length);
    return `${mean.toFixed(2)} ± ${error.toFixed(2)}`;
  });
  console.log(`${name}: until ${year} ${cells[0]}, later ${cells[1]}`);
}
