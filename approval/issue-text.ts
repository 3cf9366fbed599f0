import type { z } from "zod";

/** What is wrong with a value and where in it, such as "reviewers.0.key: expected string, got number". */
function issueText(issue: z.core.$ZodIssue): string {
  const where = issue.path.length > 0 ? `${issue.path.map(String).join(".")}: ` : "";
  if (issue.code === "unrecognized_keys")
    return `${where}expected no other fields, got ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
  // Zod's own texts begin with "Invalid input: " or "Too small: ", and say what was received.
  const said = issue.message.replace(/^[A-Z][a-z ]*: (?=expected )/, "").replace(", received ", ", got ");
  return `${where}${said.replace(/, got undefined$/, ", got nothing")}`;
}

/** The text of what is most likely the cause of the others: a field that is not known may be another's misspelling. */
export function firstIssueText({ issues }: z.ZodError): string {
  return issueText(issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0]);
}
