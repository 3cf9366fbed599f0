import { readFileSync } from "node:fs";
import { join } from "node:path";
import { code, escaped, page, table } from "./markdown.js";
import { errorReasons, type ProtoBlock, protoBlocks } from "./proto-comments.js";

const FOLDER = "proto/rmdp/v1";
const FILES = ["service", "environment", "session", "interaction", "space", "tensor"];

const CONTRACT = `The contract \`rmdp.v1\`, from the comments of its [\`.proto\` files](../../${FOLDER}). [The contract in brief](../explanation/contract.md) is its outline.`;

const ERRORS = `Errors are gRPC statuses. Each has one \`google.rpc.ErrorInfo\` among its details: its domain is \`rmdp.v1\`, its \`reason\` is one of these, and its \
metadata holds \`where\` (the field), \`expected\` and \`got\`. A failed request changes nothing.`;

const LIMITS =
  "`GetServerInfo` tells clients every limit of a server. [Server settings](server-settings.md#workers-and-limits) has the flags and their defaults.";

/**
 * The whole contract: services, messages and enums.
 * @param root - the repository
 */
export function contractPage(root: string): string {
  return page("The contract rmdp.v1", [CONTRACT, ...FILES.flatMap((file) => fileSections(root, file))]);
}

/**
 * Error reasons and limits.
 * @param root - the repository
 */
export function errorsPage(root: string): string {
  const blocks = blocksOf(root, "service");
  const service = blocks.find(({ kind }) => kind === "service")!;
  const limits = blocks.find(({ name }) => name === "Limits")!;
  const rows = errorReasons(service.comment).map(({ reason, status, meaning }) => [
    code(reason),
    code(status),
    escaped(meaning),
  ]);
  return page("Errors and limits", [
    ERRORS,
    table(["reason", "gRPC status", "meaning"], rows),
    "## Limits",
    LIMITS,
    memberTable(limits),
  ]);
}

function fileSections(root: string, file: string): string[] {
  const sections = blocksOf(root, file).flatMap((block) => [
    `### ${block.name}`,
    ...(block.comment.length > 0 ? [commentText(block.comment)] : []),
    ...(block.members.length > 0 ? [memberTable(block)] : []),
  ]);
  return [`## ${file}.proto`, ...sections];
}

/** Comments with columns or steps keep their lines. */
function commentText(comment: readonly string[]): string {
  const lined = comment.some((line) => /^ {2}/.test(line));
  return lined ? `\`\`\`text\n${comment.join("\n")}\n\`\`\`` : escaped(comment.join(" "));
}

function memberTable({ kind, members }: ProtoBlock): string {
  const column = { message: "field", enum: "value", service: "method" }[kind];
  const rows = members.map(({ declaration, comment }) => [code(declaration), escaped(comment)]);
  return table([column, "meaning"], rows);
}

function blocksOf(root: string, file: string): ProtoBlock[] {
  return protoBlocks(readFileSync(join(root, FOLDER, `${file}.proto`), "utf8"));
}
