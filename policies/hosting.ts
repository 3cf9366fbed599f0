import { lstat, mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { liesWithin, type Reviewers } from "../approval/index.js";
import type { Logger } from "../serving/base/log.js";
import type { Meter } from "../serving/base/meter.js";
import { openTrail } from "./audit/trail.js";
import type { PoliciesServiceConfig } from "./base/config.js";
import { type Catalog, createCatalog } from "./catalog/catalog.js";
import { loadModel } from "./models/load-model.js";
import { createPeople } from "./people/people.js";
import { recall } from "./people/recall.js";
import { createRegistryReader } from "./registry/read-registry.js";
import { createReviewersReader } from "./registry/read-reviewers.js";
import { watchRegistry } from "./registry/watch.js";
import { createPoliciesService, type PoliciesService } from "./service.js";
import { openSeenFile } from "./state/seen-file.js";
import { lockState } from "./state/state-lock.js";
import { raiseObservationAlarms } from "./watching/observation-alarms.js";

/** A service with all that it reads and writes. */
export interface HostedPolicies {
  readonly service: PoliciesService;
  readonly catalog: Catalog;
  readonly trail: Awaited<ReturnType<typeof openTrail>>;
  /** Stops looking at the registry, and closes the audit log. Streams must have been closed before. */
  close(): Promise<void>;
}

export interface HostingParts {
  readonly config: PoliciesServiceConfig;
  readonly log: Logger;
  readonly meter: Meter;
}

/**
 * Opens the registry, the state and the audit log, and loads what is approved.
 * @throws Error if a directory or a file cannot be used, or the audit log was cut or changed
 */
export async function hostPolicies({ config, log, meter }: HostingParts): Promise<HostedPolicies> {
  const { registry, state, maxBatch } = config;
  checkGiven(config);
  await checkRegistry(registry);
  const readReviewers = createReviewersReader(config.reviewers, registry);
  await readReviewers();
  await makeState(state, registry);
  const unlock = lockState(state);
  try {
    const seenFile = await openSeenFile(join(state, "seen.json"));
    const people = createPeople(config.maxAgents);
    const trail = await openTrail(state, (event) => recall(people, event));
    const failed = (error: unknown) => log.error({ err: error }, "a failure beside requests");
    const catalog = createCatalog({
      limits: config,
      load: (checked, representative) => loadModel(checked, representative, maxBatch),
      onChange({ name, digest }, isServed, reason) {
        log.info(
          { policy: name, digest, reason },
          isServed ? "a policy is served" : "a policy is not served",
        );
        trail.note({ kind: isServed ? "served" : "withdrawn", policy: name, digest, reason }).catch(failed);
      },
      onFailure: failed,
    });
    const service = createPoliciesService({ config, catalog, trail, people, log, meter });
    const watch = watchRegistry({
      readReviewers,
      read: createRegistryReader(registry),
      seenFile,
      onReviewers(reviewers) {
        log.info(reviewersRecord(reviewers), "whose decisions count");
        trail.note({ kind: "reviewers", ...reviewersRecord(reviewers) }).catch(failed);
      },
      onJudgement(judgement) {
        catalog.update(judgement);
        raiseObservationAlarms(catalog.served.values(), service.alarms, config.outsideShare);
      },
      log,
    });
    await watch.look();
    await catalog.settled();
    watch.start();
    return {
      service,
      catalog,
      trail,
      async close() {
        await watch.stop();
        await catalog.close();
        await trail.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Whose decisions count, and how many must approve, for logs. */
function reviewersRecord({ required, reviewers }: Reviewers) {
  return { required, reviewers: reviewers.map(({ name, keyid, retired }) => ({ name, keyid, retired })) };
}

function checkGiven(config: PoliciesServiceConfig): void {
  for (const name of ["registry", "reviewers", "state"] as const) {
    if (config[name] === "") throw new RangeError(`${name}: expected a path, got none`);
  }
}

async function checkRegistry(registry: string): Promise<void> {
  const found = await stat(registry).catch((error: Error) => {
    throw new RangeError(`registry: expected a directory, got ${error.message}`);
  });
  if (!found.isDirectory()) throw new RangeError(`registry: expected a directory, got the file ${registry}`);
}

async function makeState(state: string, registry: string): Promise<void> {
  if (await liesWithin(registry, await firstThere(state)))
    throw new RangeError(
      `state: expected a directory outside ${registry}, since whoever publishes could change it, got ${state}`,
    );
  await mkdir(state, { recursive: true, mode: 0o700 }).catch((error: Error) => {
    throw new RangeError(`state: expected a directory, got ${error.message}`);
  });
}

/** The path itself, or the directory above it that is there, in which it would be made. */
async function firstThere(path: string): Promise<string> {
  const found = resolve(path);
  const isThere = await lstat(found).then(
    () => true,
    () => false,
  );
  return isThere || dirname(found) === found ? found : firstThere(dirname(found));
}
