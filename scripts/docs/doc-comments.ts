/** A field of a TypeScript interface, as its source has it. */
export interface DocumentedField {
  /** With the objects it is in, such as "seconds.wire". */
  readonly name: string;
  readonly type: string;
  /** One line; empty if the field has no comment. */
  readonly comment: string;
}

const OPENING = /^export interface (\w+)(?: extends .+)? \{$/;
const FIELD = /^readonly (\w+)\??: (.*);$/;
const NESTED = /^readonly (\w+)\??: \{$/;
const COMMENT = /^\/\*\*(.*)\*\/$/;

/**
 * The fields of an interface with their comments, in order; those of the interfaces that it extends are not among them.
 * It reads source that Biome has formatted: a field a line.
 * @throws Error if there is no such interface
 */
export function interfaceFields(source: string, name: string): DocumentedField[] {
  const lines = source.split("\n").map((line) => line.trim());
  const start = lines.findIndex((line) => OPENING.exec(line)?.[1] === name);
  if (start < 0) throw new Error(`expected an interface ${name}, got none`);
  const fields: DocumentedField[] = [];
  const path: string[] = [];
  let comment: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const nested = NESTED.exec(line);
    const field = FIELD.exec(line);
    if (nested) path.push(nested[1]);
    else if (line.startsWith("}") && path.length === 0) return fields;
    else if (line.startsWith("}")) path.pop();
    else if (field)
      fields.push({ name: [...path, field[1]].join("."), type: field[2], comment: comment.join(" ").trim() });
    else comment.push(commentText(line));
    if (nested || field) comment = [];
  }
  return fields;
}

function commentText(line: string): string {
  const [, whole] = COMMENT.exec(line) ?? [];
  return (whole ?? line.replace(/^\/?\*+\/?/, "")).trim();
}
