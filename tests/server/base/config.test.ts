import { describe, expect, it } from "vitest";
import { SERVER_FIELDS, SERVICE_FIELDS } from "../../../server/base/config.js";
import { resolveConfig } from "../../../serving/base/config.js";

const FIELDS = {
  ...SERVER_FIELDS,
  level: { description: "", default: "low", choices: ["low", "high"] },
};

const defaults = Object.fromEntries(Object.entries(FIELDS).map(([name, field]) => [name, field.default]));

describe("resolveConfig", () => {
  it("fills in the defaults, and takes bounds", () => {
    expect(resolveConfig(FIELDS, {})).toEqual(defaults);
    const given = { port: 0, workers: 1024, maxLease: 0.001, drainSeconds: 0, insecure: true, level: "high" };
    expect(resolveConfig(FIELDS, given)).toEqual({ ...defaults, ...given });
    expect(resolveConfig(FIELDS, { host: undefined, port: 65_535 })).toEqual({ ...defaults, port: 65_535 });
    const most = { maxMemory: Number.MAX_SAFE_INTEGER };
    expect(resolveConfig(SERVICE_FIELDS, most).maxMemory).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ port: 1.5 }, "port: expected a whole number from 0 to 65535, got 1.5"],
    [{ port: 65_536 }, "port: expected a whole number from 0 to 65535, got 65536"],
    [{ port: Number.NaN }, "port: expected a whole number from 0 to 65535, got NaN"],
    [{ port: "80" }, 'port: expected a whole number from 0 to 65535, got "80"'],
    [{ metricsPort: -2 }, "metricsPort: expected a whole number from -1 to 65535, got -2"],
    [{ maxLease: 0 }, "maxLease: expected a number from 0.001 to 2000000, got 0"],
    [
      { maxLease: Number.POSITIVE_INFINITY },
      "maxLease: expected a number from 0.001 to 2000000, got Infinity",
    ],
    [{ host: 1 }, "host: expected one string, got 1"],
    [{ host: ["a", "b"] }, "host: expected one string, got a,b"],
    [{ insecure: "yes" }, 'insecure: expected one boolean, got "yes"'],
    [{ level: "middle" }, 'level: expected one of low, high, got "middle"'],
    [{ port: -1, workers: -1 }, "port: expected a whole number from 0 to 65535, got -1"],
    [{ port: -1, prot: 1 }, `config: expected only ${Object.keys(FIELDS).join(", ")}, got "prot"`],
  ])("refuses %j", (given, sentence) => {
    expect(() => resolveConfig(FIELDS, given)).toThrow(new RangeError(sentence));
  });
});
