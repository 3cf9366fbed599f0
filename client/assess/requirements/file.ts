import { parse } from "yaml";
import { z } from "zod";
import { firstIssueText } from "../../../approval/index.js";
import { ConfigError } from "../../base/config-error.js";
import { readText } from "../../base/files.js";
import { type ParsedRequirement, parseRequirement } from "./requirement.js";

/** Number of requirements up to which a file is read. */
const MOST = 100;

const fileSchema = z.strictObject({
  returns: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low < high, "expected the lower bound first")
    .optional(),
  requirements: z.array(z.string()).min(1).max(MOST),
});

/** What policies must do. */
export interface Requirements {
  readonly requirements: readonly ParsedRequirement[];
  /** Bounds of all returns, on the report scale; null if they are not known. */
  readonly returnBounds: readonly [low: number, high: number] | null;
}

export const NO_REQUIREMENTS: Requirements = { requirements: [], returnBounds: null };

/**
 * Reads a file of requirements.
 * @throws ConfigError if there is no such file, or it is not what it should be
 */
export async function readRequirements(path: string): Promise<Requirements> {
  const text = await readText(path);
  if (text === undefined) throw new ConfigError(`--requirements: expected a file, got none at ${path}`);
  return parseRequirements(text, path);
}

/** @param path - for errors */
export function parseRequirements(text: string, path: string): Requirements {
  const checked = fileSchema.safeParse(parsedYaml(text, path));
  if (!checked.success) throw new ConfigError(`${path}: ${firstIssueText(checked.error)}`);
  const { returns = null, requirements } = checked.data;
  try {
    return { requirements: requirements.map(parseRequirement), returnBounds: returns };
  } catch (error) {
    throw new ConfigError(`${path}: ${(error as Error).message}`);
  }
}

function parsedYaml(text: string, path: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (error) {
    const [line] = (error as Error).message.split("\n");
    throw new ConfigError(`${path}: expected YAML, got ${line}`);
  }
}
