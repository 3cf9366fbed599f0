import { ContractError, type dmEnvRpc, unexpected } from "../../proto/index.js";
import { toStatus } from "../../serving/base/errors.js";
import type { Logger } from "../../serving/base/log.js";
import { undecodableReason } from "../../serving/base/undecodable.js";
import { checkNames, seedSetting } from "./setting-values.js";
import type { StreamKey, World } from "./world.js";
import type { WorldTable } from "./world-table.js";

type Request = dmEnvRpc.EnvironmentRequest;
type Response = dmEnvRpc.EnvironmentResponse;

const CASES = "create_world, join_world, step, reset, reset_world, leave_world or destroy_world";

/**
 * Answers the requests of a stream in order until the client ends it. It reads one request at a time, so the transport
 * holds back a client that sends far ahead.
 * @param gone - aborted when the client disconnects
 */
export async function* processStream(
  requests: AsyncIterable<Request>,
  worlds: WorldTable,
  log: Logger,
  gone?: AbortSignal,
): AsyncGenerator<Response> {
  const stream = Symbol("stream");
  const answer = createAnswers(worlds, stream, gone);
  try {
    for await (const request of untilBroken(requests)) {
      yield await answer(request).then(
        (payload) => ({ payload }),
        (error) => ({ payload: { $case: "error", value: toStatus(error, log) } }) as const,
      );
    }
  } finally {
    await worlds.endStream(stream);
  }
}

/** Treats a broken transport as the end of the stream. */
async function* untilBroken(requests: AsyncIterable<Request>): AsyncGenerator<Request> {
  try {
    yield* requests;
  } catch {}
}

/** Handles a stream's requests and keeps the world that it has joined. */
function createAnswers(worlds: WorldTable, stream: StreamKey, gone: AbortSignal | undefined) {
  let world: World | undefined;

  function joinedWorld(): World {
    if (world !== undefined) return world;
    throw new ContractError("NOT_ATTACHED", "this stream has joined no world: join one first");
  }

  function join({ worldName, settings }: dmEnvRpc.JoinWorldRequest): World {
    if (world !== undefined) throw unexpected("join_world", "one world at a time", "another: leave first");
    checkNames(settings, []);
    const found = worlds.find(worldName);
    found.join(stream);
    world = found;
    return found;
  }

  return async (request: Request): Promise<Response["payload"]> => {
    const { payload } = request;
    switch (payload?.$case) {
      case "createWorld": {
        const worldName = await worlds.create(stream, payload.value.settings);
        return { $case: "createWorld", value: { worldName } };
      }
      case "joinWorld":
        return { $case: "joinWorld", value: { specs: join(payload.value).specs } };
      case "step":
        return { $case: "step", value: await joinedWorld().step(payload.value) };
      case "reset": {
        const joined = joinedWorld();
        await joined.reset(stream, resetSeed(payload.value.settings), gone);
        return { $case: "reset", value: { specs: joined.specs } };
      }
      case "resetWorld": {
        const { worldName, settings } = payload.value;
        await worlds.find(worldName).reset(stream, resetSeed(settings), gone);
        return { $case: "resetWorld", value: {} };
      }
      case "leaveWorld":
        world?.leave(stream);
        world = undefined;
        return { $case: "leaveWorld", value: {} };
      case "destroyWorld":
        await worlds.destroy(payload.value.worldName);
        return { $case: "destroyWorld", value: {} };
      default:
        throw unexpected("request", CASES, undecodableReason(request) ?? payload?.$case ?? "none of these");
    }
  };
}

function resetSeed(settings: dmEnvRpc.ResetRequest["settings"]): number | undefined {
  checkNames(settings, ["seed"]);
  return seedSetting(settings);
}
