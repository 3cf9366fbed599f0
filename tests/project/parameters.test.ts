// No function takes more than four parameters: what belongs together has a name of its own, in an object.
import { parseAst } from "rolldown/parseAst";
import { expect, it } from "vitest";
import { readSource, sourceFiles } from "./source-imports.js";

const MOST = 4;
const FUNCTION = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|TSDeclareFunction)$/;
const SIGNATURE =
  /^TS(EmptyBodyFunctionExpression|MethodSignature|FunctionType|ConstructorType|CallSignatureDeclaration)$/;

/** What is used of a syntax tree's nodes (ESTree, with TypeScript's own). */
interface Node {
  readonly type: string;
  readonly params?: readonly unknown[];
  readonly id?: { readonly name?: string } | null;
  readonly key?: { readonly name?: string };
  /** A method that another's class asks for as it is. */
  readonly override?: boolean;
}

/** The functions of a source with too many parameters, each as "file: name has so many". */
function tooMany(file: string, source: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown, name: string): void => {
    if (Array.isArray(value)) for (const element of value) visit(element, name);
    if (typeof value !== "object" || value === null || !("type" in value)) return;
    const node = value as Node;
    if (node.override) return;
    const own = node.id?.name ?? node.key?.name ?? name;
    const count = FUNCTION.test(node.type) || SIGNATURE.test(node.type) ? node.params!.length : 0;
    if (count > MOST) found.push(`${file}: ${own} has ${count} parameters`);
    for (const child of Object.values(node)) visit(child, own);
  };
  visit(parseAst(source, { lang: "ts" }, file), "a function");
  return found;
}

it("no function has more than four parameters", () => {
  const files = sourceFiles("envs", "proto", "serving", "server", "client", "scripts");
  const ours = files.filter((file) => !file.startsWith("proto/gen/"));
  expect(ours.flatMap((file) => tooMany(file, readSource(file)))).toEqual([]);
});

it.each([
  ["function f(a, b, c, d, e) {}", "f"],
  ["const f = (a, b, c, d, { e, g }) => a;", "f"],
  ["const o = { f(a, b, c, d, ...e) {} };", "f"],
  ["class A { constructor(a, b, c, d, e) {} }", "constructor"],
  ["interface A { f(a: A, b: A, c: A, d: A, e?: A): void }", "f"],
  ["type F = (a: A, b: A, c: A, d: A, e: A) => void;", "F"],
  ["export function g() { return (a, b, c, d, e) => a; }", "g"],
])("finds %s", (source, name) => {
  expect(tooMany("a.ts", source)).toEqual([`a.ts: ${name} has 5 parameters`]);
});

it.each([
  "function f({ a, b, c, d, e }, g, h, i) {}",
  "const x: Scan<A, B, C, D, E> = y;",
  "class A extends B { override f(a, b, c, d, e) {} }",
])("finds nothing in %s", (source) => {
  expect(tooMany("a.ts", source)).toEqual([]);
});
