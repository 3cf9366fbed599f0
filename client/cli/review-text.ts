import type { Interval } from "../../approval/index.js";
import { readable } from "../base/readable-text.js";
import { plainTable } from "./plain-table.js";
import type { ReviewRecord } from "./review-record.js";

const HEADER = ["policy", "agents", "welfare", "lost without it", "SHA-256", "standing"];

/** Number of digits that are shown of a digest. */
const SHOWN = 12;

/** What a reviewer has to know of a dossier, in a terminal. */
export function reviewText(record: ReviewRecord): string {
  const { environment, policies, agents, createdAt, dossier, welfare, requirements } = record;
  return [
    `${readable(environment)}, k = ${policies.length}, n = ${agents}, assessed ${createdAt}`,
    `dossier ${dossier}`,
    `welfare ${intervalText(welfare)}`,
    ...requirements.map(({ text, status }) => `requirement ${readable(text)}: ${status}`),
    plainTable(HEADER, policies.map(rowOf)),
    ...decisionLines(record),
    ...(policies.some(({ standing }) => standing === null)
      ? ["signatures are not verified: --reviewers says whose decisions count"]
      : []),
  ].join("\n");
}

function rowOf({
  representative,
  agents,
  welfare,
  lostWithout,
  sha256,
  standing,
}: ReviewRecord["policies"][number]) {
  return [
    String(representative),
    String(agents),
    welfare === null ? "–" : intervalText(welfare),
    intervalText(lostWithout),
    `${sha256.slice(0, SHOWN)}…`,
    standingText(standing),
  ];
}

function standingText(standing: ReviewRecord["policies"][number]["standing"]): string {
  if (standing === null) return "unknown";
  if (!standing.approved) return `not approved: ${readable(standing.reason)}`;
  return `approved by ${standing.approvals.map(({ reviewer }) => readable(reviewer)).join(", ")}`;
}

function decisionLines({ decisions }: ReviewRecord): string[] {
  if (decisions.length === 0) return ["no decisions"];
  return decisions.map(
    ({ sequence, decidedAt, reviewer, keyid, action, representatives, expires, reason }) => {
      const who = reviewer === null ? `key ${readable(keyid.slice(0, SHOWN))}…` : readable(reviewer);
      const until = expires === undefined ? "" : `, until ${expires}`;
      return `decision ${sequence}, ${decidedAt}, ${who}: ${action} ${representatives.join(", ")}${until}: ${readable(reason)}`;
    },
  );
}

function intervalText({ mean, lower, upper }: Interval): string {
  return `${mean.toFixed(2)} [${lower.toFixed(2)}, ${upper.toFixed(2)}]`;
}
