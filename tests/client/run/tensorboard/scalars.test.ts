import { expect, it } from "vitest";
import { scalarsOf } from "../../../../client/run/tensorboard/scalars.js";
import { tinyRow } from "../../support/snapshots.js";

it("have the field's names, and leave out what is not known", () => {
  expect(scalarsOf(tinyRow(3))).toEqual([
    ["charts/episodic_return/representative_2", 2.5],
    ["charts/episodic_length/representative_2", 12],
    ["charts/cluster_size/representative_1", 1],
    ["charts/cluster_size/representative_2", 1],
    ["charts/flips", 0],
    ["charts/exchanges", 0],
    ["charts/learning_rate", 0.0625],
    ["charts/entropy_coefficient", 0.03125],
    ["charts/SPS", 1000],
    ["losses/policy_loss", -0.25],
    ["losses/value_loss", 4],
    ["losses/entropy", 1.5],
    ["losses/approx_kl", 0.125],
    ["losses/clipfrac", 0.5],
    ["losses/explained_variance", 0.75],
  ]);
});

it("have welfare once it is known, 0 included", () => {
  expect(scalarsOf({ ...tinyRow(3), welfare: 0 })[0]).toEqual(["charts/welfare", 0]);
});
