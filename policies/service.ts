import { ContractError, type policies, type Status } from "../proto/index.js";
import { reasonOf, toStatus } from "../serving/base/errors.js";
import type { Logger } from "../serving/base/log.js";
import type { Meter } from "../serving/base/meter.js";
import { createCallRecord } from "./acting/call-record.js";
import { castOf } from "./acting/cast.js";
import { decide } from "./acting/decide.js";
import { readBatch, readObservations } from "./acting/observations.js";
import { createStreamRecord, type StreamRecord } from "./acting/stream-record.js";
import { readStreamRequest } from "./acting/stream-request.js";
import { assign } from "./assignment/assign.js";
import { createMoving } from "./assignment/moving.js";
import { report } from "./assignment/report.js";
import type { AuditTrail } from "./audit/trail.js";
import type { PoliciesServiceConfig } from "./base/config.js";
import { createLimits, type Limits } from "./base/limits.js";
import type { Catalog } from "./catalog/catalog.js";
import { createInferenceService, type InferenceService } from "./inference/service.js";
import type { People } from "./people/people.js";
import { createStreamShares } from "./people/stream-shares.js";
import { statusOf } from "./status.js";
import { type Alarms, createAlarms } from "./watching/alarms.js";

/** A stream of requests of one client. */
export interface ActingStream {
  /** Never rejects: errors are in the response. */
  answer(request: policies.ActStreamRequest): Promise<policies.ActStreamResponse>;
  /** Writes to the log how many actions there were. */
  close(): Promise<void>;
}

/** The service policies.v1 for one caller. */
export interface CallerService {
  getStatus(request: policies.GetStatusRequest): Promise<policies.GetStatusResponse>;
  assign(request: policies.AssignRequest): Promise<policies.AssignResponse>;
  act(request: policies.ActRequest): Promise<policies.ActResponse>;
  report(request: policies.ReportRequest): Promise<policies.ReportResponse>;
  /** @throws ContractError (LIMIT, DRAINING) */
  openStream(): ActingStream;
  /** Takes one of the client's streams. @returns a function that gives it back */
  takeStream(): () => void;
  /** The Open Inference Protocol. */
  readonly inference: InferenceService;
}

/** The service policies.v1 in this process; transports carry its messages. */
export interface PoliciesService {
  readonly limits: Limits;
  readonly people: People;
  readonly alarms: Alarms;
  readonly openStreams: number;
  /** @param client - the client whose share of the server the caller uses */
  forCaller(caller: string, client: string): CallerService;
  /** Refuses further calls. */
  drain(): void;
}

export interface ServiceParts {
  readonly config: PoliciesServiceConfig;
  readonly catalog: Catalog;
  readonly trail: AuditTrail;
  /** The agents that an earlier server assigned. */
  readonly people: People;
  readonly log: Logger;
  readonly meter: Meter;
}

export function createPoliciesService({
  config,
  catalog,
  trail,
  people,
  log,
  meter,
}: ServiceParts): PoliciesService {
  const limits = createLimits(config);
  const alarms = createAlarms(log);
  const failed = (error: unknown) => log.error({ err: error }, "the audit log could not be written");
  const assigning = { catalog, people, trail, limits, log };
  const moving = createMoving({ ...assigning, toNextBest: config.whenRevoked === "next-best", failed });
  const reporting = { catalog, people, alarms, falseAlarmRate: config.falseAlarmRate };
  const streams = createStreamShares(limits.maxStreamsPerClient);
  let draining = false;

  function checkOpen(): void {
    if (draining) throw new ContractError("DRAINING", "the server is shutting down: use another server");
  }

  async function answer(
    request: policies.ActRequest,
    caller: string,
    record: Pick<StreamRecord, "count">,
  ): Promise<policies.Actions> {
    const observations = request.observations!;
    const { rows, sampled, noiseSeed, step } = readBatch(observations, limits.maxBatch);
    const { actors, moved } = castOf(request.actors, { rows, caller }, moving);
    const size = actors[0].policy.dossier.environment.observationSize;
    const values = await decide(actors, {
      observations: readObservations(observations, rows, size),
      rows,
      sampled,
      noiseSeed,
      step,
    });
    const noted = record.count(actors, rows);
    if (noted !== undefined) await noted;
    if (moved.length > 0) moving.told(caller, moved);
    return { values, moved };
  }

  function errorStatus(error: unknown): Status {
    meter.failed(reasonOf(error));
    return toStatus(error, log);
  }

  function takeStream(client: string): () => void {
    checkOpen();
    return streams.take(client);
  }

  function openStream(caller: string, client: string): ActingStream {
    const release = takeStream(client);
    const record = createStreamRecord(trail, caller);
    let actors: policies.Actors | undefined;
    return {
      async answer(request) {
        try {
          const full = readStreamRequest(request, actors);
          actors = full.actors;
          return { result: { $case: "actions", value: await answer(full, caller, record) } };
        } catch (error) {
          return { result: { $case: "error", value: errorStatus(error) } };
        }
      },
      async close() {
        release();
        await record.close();
      },
    };
  }

  const service: PoliciesService = {
    limits,
    people,
    alarms,
    get openStreams() {
      return streams.total;
    },
    forCaller: (caller, client) => ({
      async getStatus() {
        return statusOf({ catalog, trail, limits, people, alarms, openStreams: service.openStreams });
      },
      async assign(request) {
        checkOpen();
        const person = people.find(caller, request.agentId);
        const moved = person && moving.settle(caller, person).notice;
        return assign(request, caller, assigning, moved);
      },
      async act(request) {
        checkOpen();
        return { actions: await answer(request, caller, createCallRecord(trail, caller)) };
      },
      async report(request) {
        checkOpen();
        return report(request, caller, reporting);
      },
      openStream: () => openStream(caller, client),
      takeStream: () => takeStream(client),
      inference: createInferenceService({ catalog, trail, limits, checkOpen }, caller),
    }),
    drain() {
      draining = true;
    },
  };
  return service;
}
