/** Text as Markdown and Vue, which builds the pages, show it: no tags, no templates, no columns. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("|", "\\|")
    .replaceAll("{{", "&#123;&#123;")
    .replaceAll("*", "\\*")
    .replaceAll("_", "\\_")
    .replaceAll("\n", " ");
}

/** Text as code; empty if there is none. */
export function code(text: string): string {
  return text === "" ? "" : `\`${text.replaceAll("|", "\\|")}\``;
}

/**
 * @param columns - titles
 * @param rows - cells, Markdown already
 */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, columns.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A page: its title and its parts, with an empty line between them. */
export function page(title: string, parts: readonly string[]): string {
  return `${[`# ${title}`, ...parts].join("\n\n")}\n`;
}
