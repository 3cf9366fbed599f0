import { z } from "zod";
import type { AuditEvent } from "../../approval/index.js";
import type { People } from "./people.js";

const expectation = z.object({
  mean: z.number(),
  lower: z.number(),
  upper: z.number(),
  episodeDeviation: z.number(),
});

/** A policy: its dossier's digest, and a name such as "robots/3". */
const policy = z
  .object({
    dossier: z.string(),
    representative: z.int().min(1),
    name: z.string().regex(/^.+\/\d+$/),
  })
  .transform(({ dossier, name, representative }) => ({
    name,
    dossierName: name.slice(0, name.lastIndexOf("/")),
    dossierDigest: dossier,
    representative,
  }));

/** A line about an agent that was given a policy at its request. */
const assigned = z.object({
  kind: z.literal("assigned"),
  agent: z.string().min(1),
  client: z.string(),
  policy,
  /** [k]. */
  expectations: z.array(expectation),
});

/** A line about an agent that was moved, from a policy or from none. */
const moved = z.object({
  kind: z.literal("assigned"),
  agent: z.string().min(1),
  client: z.string(),
  policy: policy.nullable(),
  before: policy.optional(),
  reason: z.string(),
});

/** A line about an agent that was told how it was moved. */
const told = z.object({ kind: z.literal("told"), agent: z.string(), client: z.string() });

/**
 * Remembers an agent as a line of the audit log tells of it, so that agents are known again after a restart. Lines are
 * given in their order.
 */
export function recall(people: People, event: AuditEvent): void {
  if (event.kind === "told") recallTold(people, told.safeParse(event).data);
  else if (event.kind !== "assigned") return;
  else if ("expectations" in event) recallAssigned(people, assigned.safeParse(event).data);
  else recallMove(people, moved.safeParse(event).data);
}

function recallAssigned(people: People, line: z.infer<typeof assigned> | undefined): void {
  if (line === undefined) return;
  const { dossierName, dossierDigest, representative } = line.policy;
  people.remember(line.client, {
    ...{ agentId: line.agent, dossierName, dossierDigest, representative },
    ...{ expectations: line.expectations, lost: "" },
  });
}

function recallMove(people: People, line: z.infer<typeof moved> | undefined): void {
  const person = line && people.find(line.client, line.agent);
  if (person === undefined) return;
  const { agent: agentId, client, policy: next, before, reason } = line!;
  const fromPolicy = before?.name ?? person.notice?.fromPolicy ?? "";
  const toPolicy = next?.name ?? "";
  const notice = fromPolicy === toPolicy ? undefined : { agentId, fromPolicy, toPolicy, reason };
  const representative = next?.representative;
  people.remember(client, { ...person, representative, lost: next === null ? reason : "", notice });
}

function recallTold(people: People, line: z.infer<typeof told> | undefined): void {
  const person = line && people.find(line.client, line.agent);
  if (person !== undefined) people.remember(line!.client, { ...person, notice: undefined });
}
