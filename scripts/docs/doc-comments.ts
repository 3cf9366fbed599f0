/** A field of a TypeScript interface, as its source has it. */
export interface DocumentedField {
  readonly name: string;
  readonly type: string;
  /** One line; empty if the field has no comment. */
  readonly comment: string;
}

const OPENING = /^export interface (\w+)(?: extends .+)? \{$/;
const FIELD = /^readonly (\w+)\??: (.*);$/;
const COMMENT = /^\/\*\*(.*)\*\/$/;

/**
 * The fields of an interface with their comments, in order; those of the interfaces that it extends are not among them.
 * It reads source that Biome has formatted, in which each field has one line.
 * @throws Error if there is no such interface, or a field has more lines
 */
export function interfaceFields(source: string, name: string): DocumentedField[] {
  const lines = source.split("\n").map((line) => line.trim());
  const start = lines.findIndex((line) => OPENING.exec(line)?.[1] === name);
  if (start < 0) throw new Error(`expected an interface ${name}, got none`);
  const fields: DocumentedField[] = [];
  let comment: string[] = [];
  for (const line of lines.slice(start + 1)) {
    if (line === "}") return fields;
    const field = FIELD.exec(line);
    if (field) {
      fields.push({ name: field[1], type: field[2], comment: comment.join(" ").trim() });
      comment = [];
    } else comment.push(commentText(line, name));
  }
  return fields;
}

function commentText(line: string, name: string): string {
  if (!/^(\/\*\*|\*)/.test(line)) {
    throw new Error(`interface ${name}: expected a comment or a field of one line, got "${line}"`);
  }
  const [, whole] = COMMENT.exec(line) ?? [];
  return (whole ?? line.replace(/^\/?\*+\/?/, "")).trim();
}
