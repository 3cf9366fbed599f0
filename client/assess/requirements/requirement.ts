import { ConfigError } from "../../base/config-error.js";
import { expectedNames } from "../../base/registry.js";
import { METRIC_NAMES, METRICS, type MetricName } from "./metrics.js";

/** The people that a requirement is about. */
export type Who =
  | { readonly kind: "all" }
  /** Those that one policy serves; its number from 1. */
  | { readonly kind: "policy"; readonly representative: number }
  /** Those whose parameter is within bounds, inclusive. */
  | {
      readonly kind: "agents";
      readonly parameter: string;
      readonly minimum: number;
      readonly maximum: number;
    };

/** What policies must do, and how surely. */
export interface ParsedRequirement {
  /** As it was written. */
  readonly text: string;
  readonly metric: MetricName;
  readonly comparison: ">=" | "<=";
  readonly bound: number;
  /** Between 0 and 1. */
  readonly confidence: number;
  readonly who: Who;
}

const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?`;
const WHO = String.raw`policy\s+(?<policy>\d+)|agents\s+with\s+(?<parameter>\w+)\s+in\s+\[\s*(?<minimum>${NUMBER})\s*,\s*(?<maximum>${NUMBER})\s*\]`;
const REQUIREMENT = new RegExp(
  String.raw`^\s*(?<metric>\w+)\s*(?<comparison>>=|<=)\s*(?<bound>${NUMBER})\s*(?<percent>%)?\s+at\s+(?<confidence>${NUMBER})\s*%(?:\s+for\s+(?:${WHO}))?\s*$`,
  "i",
);

const EXPECTED =
  '"METRIC >= BOUND at CONFIDENCE%", with <= or >=, and "for policy J" or "for agents with PARAMETER in [A, B]" after it if it is about some';

/**
 * Reads a requirement such as "worst_agent >= 40 at 95% for policy 2".
 * @throws ConfigError at a text that is none, an unknown metric, or a number that makes no sense
 */
export function parseRequirement(text: string): ParsedRequirement {
  const found = REQUIREMENT.exec(text)?.groups;
  if (found === undefined) throw new ConfigError(`requirements: expected ${EXPECTED}, got "${text}"`);
  const { metric, percent, comparison } = found;
  if (!isMetric(metric))
    throw new ConfigError(`requirements: ${expectedNames(METRIC_NAMES)}, got "${metric}"`);
  if (percent !== undefined && !METRICS[metric].isShare)
    throw new ConfigError(`requirements: expected a bound of ${metric} without %, got "${text}"`);
  return {
    text: text.trim(),
    metric,
    comparison: comparison as ">=" | "<=",
    bound: Number(found.bound) / (percent === undefined ? 1 : 100),
    confidence: confidenceOf(found.confidence, text),
    who: whoOf(found, text),
  };
}

function isMetric(name: string): name is MetricName {
  return Object.hasOwn(METRICS, name);
}

function confidenceOf(percent: string, text: string): number {
  const confidence = Number(percent) / 100;
  if (confidence >= 0.5 && confidence < 1) return confidence;
  throw new ConfigError(`requirements: expected a confidence from 50% to below 100%, got "${text}"`);
}

function whoOf(found: Readonly<Record<string, string | undefined>>, text: string): Who {
  if (found.policy !== undefined) return { kind: "policy", representative: Number(found.policy) };
  if (found.parameter === undefined) return { kind: "all" };
  const [minimum, maximum] = [Number(found.minimum), Number(found.maximum)];
  if (minimum <= maximum) return { kind: "agents", parameter: found.parameter, minimum, maximum };
  throw new ConfigError(`requirements: expected [A, B] with A at most B, got "${text}"`);
}
