import { readFileSync } from "node:fs";
import { join } from "node:path";
import { code, escaped, page, table } from "./markdown.js";
import { errorReasons, type ProtoBlock, protoBlocks } from "./proto-comments.js";

/** A contract: a folder of .proto files, the one with the service first. */
interface Contract {
  readonly name: string;
  readonly folder: string;
  readonly files: readonly string[];
  /** Ends the page's first paragraph. */
  readonly more: string;
}

const RMDP: Contract = {
  name: "rmdp.v1",
  folder: "proto/rmdp/v1",
  files: ["service", "environment", "session", "interaction", "space", "tensor"],
  more: " [The contract in brief](../explanation/contract.md) is its outline.",
};

const POLICIES: Contract = {
  name: "policies.v1",
  folder: "proto/policies/v1",
  files: ["policies", "assignment", "acting"],
  more: "",
};

const ERRORS = `Errors are gRPC statuses. Each has one \`google.rpc.ErrorInfo\` among its details: its domain is \`rmdp.v1\`, its \`reason\` is one of these, and its \
metadata holds \`where\` (the field), \`expected\` and \`got\`. A failed request changes nothing.`;

const LIMITS =
  "`GetServerInfo` tells clients every limit of a server. [Server settings](server-settings.md#workers-and-limits) has the flags and their defaults.";

/**
 * The whole contract of environments: services, messages and enums.
 * @param root - the repository
 */
export function contractPage(root: string): string {
  return pageOf(root, RMDP);
}

/** The same of the contract of policies. */
export function policiesContractPage(root: string): string {
  return pageOf(root, POLICIES);
}

function pageOf(root: string, contract: Contract): string {
  const { name, folder, files, more } = contract;
  const source = `[\`.proto\` files](../../${folder})`;
  const introduction = `The contract \`${name}\`, from the comments of its ${source}.${more}`;
  return page(`The contract ${name}`, [
    introduction,
    ...files.flatMap((file) => fileSections(root, contract, file)),
  ]);
}

/**
 * Error reasons and limits.
 * @param root - the repository
 */
export function errorsPage(root: string): string {
  const limits = blocksOf(root, RMDP, "service").find(({ name }) => name === "Limits")!;
  return page("Errors and limits", [
    ERRORS,
    reasonsTable(root, RMDP),
    "## Of servers of policies",
    reasonsTable(root, POLICIES),
    "## Limits",
    LIMITS,
    memberTable(limits),
  ]);
}

function reasonsTable(root: string, contract: Contract): string {
  const service = blocksOf(root, contract, contract.files[0]).find(({ kind }) => kind === "service")!;
  const rows = errorReasons(service.comment).map(({ reason, status, meaning }) => [
    code(reason),
    code(status),
    escaped(meaning),
  ]);
  return table(["reason", "gRPC status", "meaning"], rows);
}

function fileSections(root: string, contract: Contract, file: string): string[] {
  const sections = blocksOf(root, contract, file).flatMap((block) => [
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

function blocksOf(root: string, { folder }: Contract, file: string): ProtoBlock[] {
  return protoBlocks(readFileSync(join(root, folder, `${file}.proto`), "utf8"));
}
