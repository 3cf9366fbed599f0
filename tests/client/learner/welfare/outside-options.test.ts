import { expect, it } from "vitest";
import { ConfigError } from "../../../../client/index.js";
import { checkOutsideOptions, outsideOptionsOf } from "../../../../client/learner/welfare/outside-options.js";

it("outsideOptionsOf has one for each agent, whatever is given", () => {
  expect([...outsideOptionsOf({ outsideOption: [1, -2] }, 2)]).toEqual([1, -2]);
  expect([...outsideOptionsOf({ outsideOption: 4 }, 3)]).toEqual([4, 4, 4]);
  expect([...outsideOptionsOf({ outsideOption: null }, 1)]).toEqual([Number.NEGATIVE_INFINITY]);
});

it("checkOutsideOptions refuses another number of them than of agents", () => {
  checkOutsideOptions({ outsideOption: [1, 2, 3] }, 3);
  checkOutsideOptions({ outsideOption: 1 }, 3);
  checkOutsideOptions({ outsideOption: null }, 3);
  expect(() => checkOutsideOptions({ outsideOption: [1, 2, 3] }, 25)).toThrow(
    new ConfigError("outsideOption: expected one number, or one for each of 25 agents, got 3"),
  );
});
