import type { z } from "zod";
import { ApprovalError } from "./approval-error.js";
import { quoted } from "./foreign-text.js";
import { firstIssueText } from "./issue-text.js";

/**
 * Bytes as what a schema describes.
 * @param file - for errors
 * @throws ApprovalError if they are not UTF-8, not JSON or something else
 */
export function parseJson<T>(bytes: Uint8Array, schema: z.ZodType<T>, file: string): T {
  return checkShape(parseText(bytes, file), schema, file);
}

/** @throws ApprovalError with the first thing that is wrong */
export function checkShape<T>(value: unknown, schema: z.ZodType<T>, file: string): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw new ApprovalError(file, quotedIssue(firstIssueText(error)));
}

function parseText(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new ApprovalError(file, "expected JSON in UTF-8, got something else");
  }
}

/** An issue's text may name keys that others wrote. */
function quotedIssue(text: string): string {
  return quoted(text).slice(1, -1).replaceAll('\\"', '"');
}
