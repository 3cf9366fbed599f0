import { escapeHtml } from "../base/escape-html.js";
import { FAINT_INK, GRID_LINE, INK } from "../figures/theme.js";

/** Colours of figures in dark mode: black and white are swapped, and colours with a meaning stay. */
const DARK_FIGURES: Readonly<Record<string, string>> = {
  [INK]: "#dfe3e8",
  [FAINT_INK]: "#98a1ad",
  [GRID_LINE]: "#343a42",
  white: "#171a1e",
  black: "#dfe3e8",
};

const darkRules = Object.entries(DARK_FIGURES)
  .flatMap(([from, to]) => ["fill", "stroke"].map((name) => `figure [${name}="${from}"] { ${name}: ${to}; }`))
  .join("\n  ");

const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1f242b; --faint: #5d6673; --line: #dfe3e8; --page: #ffffff; --card: #f6f7f9; --warn: #8a4b00;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #dfe3e8; --faint: #98a1ad; --line: #343a42; --page: #171a1e; --card: #20242a; --warn: #f0b35a; }
  ${darkRules}
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 2.5rem 1.5rem 5rem; color: var(--ink); background: var(--page); }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .4rem; }
h2 { font-size: 1.2rem; margin: 2.75rem 0 .75rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { max-width: 46rem; margin: .5rem 0; }
.facts { list-style: none; padding: 0; margin: 1rem 0; display: flex; flex-wrap: wrap; gap: .5rem; }
.facts li { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .15rem .6rem; font-size: .875rem; }
.notes { color: var(--faint); font-size: .875rem; padding-left: 1.1rem; max-width: 60rem; }
.missing { border-left: 3px solid var(--warn); padding: .4rem 0 .4rem 1.6rem; font-size: .875rem; overflow-wrap: anywhere; }
.table { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; color: var(--faint); }
.number { text-align: right; }
th + th, td + td { padding-left: .4rem; }
figure { margin: 1rem 0; overflow-x: auto; }
figure svg { display: block; max-width: 100%; height: auto; }
details { border-top: 1px solid var(--line); padding: .6rem 0; }
summary { cursor: pointer; font-weight: 600; }
code { font: .875em ui-monospace, "DejaVu Sans Mono", monospace; background: var(--card); padding: .1rem .35rem; border-radius: .25rem; overflow-wrap: anywhere; }
footer { margin-top: 3rem; color: var(--faint); font-size: .875rem; }
@media print { details:not([open]) > * { display: revert; } }
`;

/**
 * A self-contained HTML page.
 * @param body - HTML
 * @param style - CSS that is added to the common style
 */
export function htmlPage(title: string, body: string, style = ""): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}
