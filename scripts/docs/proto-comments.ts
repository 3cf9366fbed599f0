/** A message, enum or service of a .proto file, with what its comments say. */
export interface ProtoBlock {
  readonly kind: "message" | "enum" | "service";
  readonly name: string;
  /** Paragraphs and tables of the comment above it, line by line. */
  readonly comment: readonly string[];
  readonly members: readonly ProtoMember[];
}

/** A field, a value or a method. */
export interface ProtoMember {
  /** As in the source, without its number; fields of a oneof name it. */
  readonly declaration: string;
  readonly name: string;
  readonly comment: string;
}

const BLOCK = /^(message|enum|service) (\w+) \{(\})?$/;
const ONEOF = /^oneof (\w+) \{$/;
const METHOD = /^(rpc (\w+).*);$/;
const FIELD = /^(?:.* )?(\w+) = \d+.*;$/;

/** The blocks of a .proto file, in order. It reads source with a declaration a line and no blocks within blocks but oneofs. */
export function protoBlocks(source: string): ProtoBlock[] {
  const blocks: { kind: ProtoBlock["kind"]; name: string; comment: string[]; members: ProtoMember[] }[] = [];
  let comment: string[] = [];
  let oneof: string | undefined;
  for (const line of source.split("\n").map((text) => text.trim())) {
    if (line.startsWith("//")) {
      comment.push(line.replace(/^\/\/ ?/, ""));
      continue;
    }
    const block = BLOCK.exec(line);
    const name = METHOD.exec(line)?.[2] ?? FIELD.exec(line)?.[1];
    if (block) blocks.push({ kind: block[1] as ProtoBlock["kind"], name: block[2], comment, members: [] });
    else if (name !== undefined && blocks.length > 0) {
      const declaration = line.replace(/ = \d+/, "").replace(/;$/, "") + (oneof ? ` (one of ${oneof})` : "");
      blocks.at(-1)!.members.push({ declaration, name, comment: comment.join(" ") });
    }
    const opened = ONEOF.exec(line);
    if (opened) oneof = opened[1];
    else if (line === "}") oneof = undefined;
    comment = [];
  }
  return blocks;
}

/** One reason of the contract's errors. */
export interface ErrorReason {
  readonly reason: string;
  /** Of gRPC. */
  readonly status: string;
  /** Empty if the name says all. */
  readonly meaning: string;
}

const REASONS = /^ {2}([A-Z_]+) +([A-Z_]{3,}(?:, [A-Z_]{3,})*) *(.*)$/;

/**
 * The error reasons that the comment above the service lists, in its order. What follows several of them in brackets is
 * of the last.
 * @throws Error if it lists none
 */
export function errorReasons(serviceComment: readonly string[]): ErrorReason[] {
  const reasons = serviceComment.flatMap((line) => {
    const [, status, names, said] = REASONS.exec(line) ?? [];
    if (status === undefined) return [];
    return names.split(", ").map((reason, i, all) => ({
      reason,
      status,
      meaning: i < all.length - 1 ? "" : said.replace(/^\((.*)\)$/, "$1"),
    }));
  });
  if (reasons.length === 0) throw new Error("expected error reasons above the service, got none");
  return reasons;
}
