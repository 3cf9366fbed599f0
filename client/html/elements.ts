import { escapeHtml } from "../base/escape-html.js";

/** A cell of an HTML table. */
export interface HtmlCell {
  readonly text: string;
  readonly bold?: boolean;
  /** A class for the text, such as of a mark. */
  readonly mark?: string;
  /** The id of the element on the page that the text leads to. */
  readonly target?: string;
}

export function htmlTable(header: readonly string[], rows: readonly (readonly HtmlCell[])[]): string {
  const numeric = header.map((_, c) => isOfNumbers(rows.map((row) => row[c]?.text ?? "")));
  const head = header.map((name, c) => `<th scope="col"${classOf(numeric[c])}>${escapeHtml(name)}</th>`);
  const body = rows.map((row) => `<tr>${row.map((cell, c) => htmlCell(cell, numeric[c])).join("")}</tr>`);
  return `<div class="table"><table>\n<thead><tr>${head.join("")}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table></div>`;
}

/** Whether a column has numbers, which may be followed by words, and nothing else but dashes. */
function isOfNumbers(texts: readonly string[]): boolean {
  const isNumber = (text: string) => /^[+−-]?\d[\d.,]*(?!\w)/.test(text);
  return texts.some(isNumber) && texts.every((text) => isNumber(text) || text === "–" || text === "");
}

const classOf = (isNumeric: boolean) => (isNumeric ? ' class="number"' : "");

function htmlCell({ text, bold = false, mark, target }: HtmlCell, isNumeric: boolean): string {
  const escaped = escapeHtml(text);
  const marked = mark === undefined ? escaped : `<span class="mark ${escapeHtml(mark)}">${escaped}</span>`;
  const inner = target === undefined ? marked : `<a href="#${escapeHtml(target)}">${marked}</a>`;
  return `<td${classOf(isNumeric)}>${bold ? `<strong>${inner}</strong>` : inner}</td>`;
}

export function htmlList(items: readonly string[], className: string): string {
  if (items.length === 0) return "";
  return `<ul class="${className}">${items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
}

/** Digits of a coordinate that are too small to see. */
const EXCESS_DIGITS = /(\.\d\d)\d+/g;

/** An SVG document as part of a page. */
export function htmlFigure(svg: string, label: string): string {
  const small = svg.replace(EXCESS_DIGITS, "$1");
  return `<figure role="img" aria-label="${escapeHtml(label)}">${small}</figure>`;
}
