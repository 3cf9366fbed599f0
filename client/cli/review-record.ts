import type { CheckedDossier, Reviewers, SignedDecision } from "../../approval/index.js";
import { standing, verifyDecisions } from "../../approval/index.js";

/** A dossier, the decisions about it and what they amount to; `caucus review --json` prints it. */
export type ReviewRecord = ReturnType<typeof reviewRecord>;

/**
 * @param chain - the dossier's decisions
 * @param reviewers - whose decisions count; undefined if nobody said, so that no signature is verified
 * @throws ApprovalError if a decision is not signed by a reviewer
 */
export function reviewRecord(
  checked: CheckedDossier,
  chain: readonly SignedDecision[],
  reviewers: Reviewers | undefined,
  now: Date,
) {
  const verified = reviewers && verifyDecisions(chain, reviewers);
  const standings = reviewers && standing(checked, verified!, reviewers, now);
  const { dossier, digest, policies } = checked;
  return {
    dossier: digest,
    environment: dossier.environment.id,
    createdAt: dossier.createdAt,
    agents: dossier.agents.assignment.length,
    welfare: dossier.welfare.mean,
    requirements: dossier.requirements.map(({ text, status }) => ({ text, status })),
    policies: dossier.policies.map(({ representative, agents, welfare, lostWithout }, j) => ({
      ...{ representative, sha256: policies[j].sha256, agents: agents.length },
      ...{ welfare: welfare?.mean ?? null, lostWithout },
      standing: standings?.[j] ?? null,
    })),
    decisions: chain.map(({ envelope, ...decision }, i) => ({
      ...decision,
      keyid: envelope.signatures[0].keyid,
      reviewer: verified?.[i].reviewer ?? null,
    })),
  };
}
