import type { CheckedDossier, Dossier } from "../../approval/index.js";
import type { Space } from "../../envs/index.js";
import { type Chooser, createChooser } from "../../serving/models/choose-actions.js";
import { actionSpaceOf } from "../models/load-model.js";
import type { RunningModel } from "../models/running-model.js";
import type { Population } from "../population/population.js";
import { createObservationWatch, type ObservationWatch } from "../watching/observation-watch.js";
import { createReturnTest, type ReturnTest } from "../watching/return-test.js";

/** A policy of the registry, approved or not. */
export interface Policy {
  /** DOSSIER/REPRESENTATIVE. */
  readonly name: string;
  /** From 1. */
  readonly representative: number;
  /** SHA-256 of the ONNX file. */
  readonly digest: string;
  /** SHA-256 of dossier.json. */
  readonly dossierDigest: string;
  readonly dossier: Dossier;
  readonly population: Population;
  readonly actionSpace: Space;
  readonly usage: PolicyUsage;
}

/** What was seen of a policy since the server started. */
export interface PolicyUsage {
  /** Actions that it chose. */
  decisions: number;
  readonly observations: ObservationWatch;
  readonly returns: ReturnTest;
}

/** A policy that is approved and ready. */
export interface ServedPolicy extends Policy {
  readonly model: RunningModel;
  readonly mode: Chooser;
  readonly sample: Chooser;
}

/** Bounds of what is noticed in use. */
export interface WatchLimits {
  readonly outsideShare: number;
  readonly falseAlarmRate: number;
}

/** The policies of a dossier, [k]. */
export function policiesOf(
  dossierName: string,
  { dossier, digest: dossierDigest, policies }: CheckedDossier,
  population: Population,
  limits: WatchLimits,
): Policy[] {
  const actionSpace = actionSpaceOf(dossier);
  return policies.map(({ representative, sha256 }, i) => ({
    name: `${dossierName}/${representative}`,
    representative,
    digest: sha256,
    dossierDigest,
    dossier,
    population,
    actionSpace,
    usage: {
      decisions: 0,
      observations: createObservationWatch(dossier.policies[i].observations, limits.outsideShare),
      returns: createReturnTest(limits.falseAlarmRate),
    },
  }));
}

export function served(policy: Policy, model: RunningModel): ServedPolicy {
  const { actionSpace } = policy;
  return {
    ...policy,
    model,
    mode: createChooser(actionSpace, false),
    sample: createChooser(actionSpace, true),
  };
}
