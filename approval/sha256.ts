import { createHash } from "node:crypto";
import { z } from "zod";

/** What {@link sha256} returns. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hexadecimal digits");

/** SHA-256 of bytes, as 64 hexadecimal digits in lower case. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
