import type { Dossier } from "../../../approval/index.js";
import { escapeHtml } from "../../base/escape-html.js";

/** The section about how to make and check the dossier. */
export function reproduceSection({
  reproduce,
  versions,
  createdAt,
  seed,
  run,
  environment,
}: Dossier): string {
  const json = (value: unknown) => escapeHtml(JSON.stringify(value, null, 2));
  return [
    `<p>This command makes the dossier again, from the same run, with the same bytes but for the date:</p>`,
    `<pre class="command"><code>${escapeHtml(reproduce)}</code></pre>`,
    `<p>Made ${escapeHtml(createdAt)} with Caucus ${escapeHtml(versions.caucus)} (${escapeHtml(versions.contract)}), seed ${seed}. Everything on this page is in <code>dossier.json</code> beside it. Decisions about policies sign the SHA-256 of that file and of the policies' files.</p>`,
    `<details><summary>Settings of the training</summary><pre><code>${json(run.config)}</code></pre></details>`,
    `<details><summary>The environment</summary><pre><code>${json(environment)}</code></pre></details>`,
  ].join("\n");
}
