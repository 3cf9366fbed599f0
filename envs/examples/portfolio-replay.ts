// Funds in real returns: `CAUCUS_RETURNS=FILE caucus train --load dist/envs/examples/portfolio-replay.js --env portfolio-replay`.
import { InvalidValueError, portfolioReplay, readReturns } from "caucus/envs";

const path = process.env.CAUCUS_RETURNS;
if (path === undefined) {
  throw new InvalidValueError("CAUCUS_RETURNS", "the path of a CSV file of monthly returns", "nothing");
}

export const environments = [portfolioReplay(readReturns(path))];
