import { describe, expect, it } from "vitest";
import { parseRequirements, readRequirements } from "../../../../client/assess/requirements/file.js";
import { parseRequirement } from "../../../../client/assess/requirements/requirement.js";
import { ConfigError } from "../../../../client/base/config-error.js";

describe("parseRequirement", () => {
  it.each([
    [
      "welfare >= 80 at 95%",
      { metric: "welfare", comparison: ">=", bound: 80, confidence: 0.95, who: { kind: "all" } },
    ],
    [
      "falls<=5% at 99.9 % for policy 2",
      {
        ...{ metric: "falls", comparison: "<=", bound: 0.05, confidence: 0.999 },
        who: { kind: "policy", representative: 2 },
      },
    ],
    [
      "  worst_agent >= -1.5e1 at 90% for agents with target_velocity in [0.5, 2] ",
      {
        ...{ metric: "worst_agent", comparison: ">=", bound: -15, confidence: 0.9 },
        who: { kind: "agents", parameter: "target_velocity", minimum: 0.5, maximum: 2 },
      },
    ],
  ])("reads %j", (text, parsed) => {
    const { confidence, ...rest } = parsed;
    expect(parseRequirement(text)).toEqual({
      ...rest,
      confidence: expect.closeTo(confidence, 12),
      text: text.trim(),
    });
  });

  it.each([
    [
      "welfares >= 80 at 95%",
      'requirements: expected one of "welfare"|"worst_agent"|"tenth_percentile"|"falls"|"episode_length", got "welfares"',
    ],
    [
      "welfare > 80",
      'requirements: expected "METRIC >= BOUND at CONFIDENCE%", with <= or >=, and "for policy J" or "for agents with PARAMETER in [A, B]" after it if it is about some, got "welfare > 80"',
    ],
    [
      "welfare >= 80% at 95%",
      'requirements: expected a bound of welfare without %, got "welfare >= 80% at 95%"',
    ],
    [
      "welfare >= 80 at 100%",
      'requirements: expected a confidence from 50% to below 100%, got "welfare >= 80 at 100%"',
    ],
    [
      "falls <= 1% at 95% for agents with tile in [3, 2]",
      'requirements: expected [A, B] with A at most B, got "falls <= 1% at 95% for agents with tile in [3, 2]"',
    ],
  ])("refuses %j", (text, sentence) => {
    expect(() => parseRequirement(text)).toThrow(new ConfigError(sentence));
  });
});

it("a file of requirements that there is not is refused", async () => {
  await expect(readRequirements("no/such.yaml")).rejects.toThrow(
    "--requirements: expected a file, got none at no/such.yaml",
  );
});

describe("parseRequirements", () => {
  it("reads bounds of returns beside the requirements", () => {
    const text = "returns: [0, 100]\nrequirements:\n  - welfare >= 80 at 95%\n";
    const { returnBounds, requirements } = parseRequirements(text, "r.yaml");
    expect(returnBounds).toEqual([0, 100]);
    expect(requirements.map((requirement) => requirement.text)).toEqual(["welfare >= 80 at 95%"]);
  });

  it.each([
    ["requirements: []", "r.yaml: requirements: expected array to have >=1 items"],
    ["requirement: [a]", 'r.yaml: expected no other fields, got "requirement"'],
    [
      "returns: [3, 2]\nrequirements: [welfare >= 1 at 95%]",
      "r.yaml: returns: expected the lower bound first",
    ],
    [
      "requirements: [a",
      "r.yaml: expected YAML, got Flow sequence in block collection must be sufficiently indented",
    ],
  ])("refuses %j", (text, sentence) => {
    expect(() => parseRequirements(text, "r.yaml")).toThrow(sentence);
  });
});
