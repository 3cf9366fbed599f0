import { boxBounds, type Space, spaceSize } from "../../envs/index.js";
import {
  CreateSessionRequest,
  DataType,
  decodeSpace,
  type EnvironmentService,
  type EnvironmentSpec,
  encodeTensor,
  errorFromStatus,
  type InteractRequest,
  type Tensor,
} from "../../proto/index.js";

/** Number of environments; more than one, so that worker threads share them. */
const NUM_ENVS = 2;

/** Result of one environment's test. */
export interface Checked {
  readonly environment: string;
  /** Undefined if the environment works. */
  readonly failure?: string;
}

/**
 * Makes, resets, steps and closes each environment of a service.
 * @param tell - called with each result
 * @returns whether all environments work
 */
export async function selfTest(
  service: EnvironmentService,
  tell: (checked: Checked) => void,
): Promise<boolean> {
  const { environments } = await service.listEnvironments({});
  let well = environments.length > 0;
  for (const spec of environments) {
    const failure = await tryOut(service, spec).then(
      () => undefined,
      (error: Error) => error.message,
    );
    tell({ environment: spec.id, failure });
    well &&= failure === undefined;
  }
  return well;
}

async function tryOut(service: EnvironmentService, { id, actionSpace }: EnvironmentSpec): Promise<void> {
  const request = CreateSessionRequest.fromPartial({ environmentId: id, numEnvironments: NUM_ENVS });
  const { sessionId } = await service.createSession(request);
  const actions = someActions(decodeSpace(actionSpace, "spec.action_space"));
  const requests: InteractRequest["action"][] = [
    { $case: "attach", value: { sessionId } },
    { $case: "reset", value: { mask: undefined, seed: undefined } },
    { $case: "step", value: { actions } },
  ];
  try {
    for await (const { result } of service.interact(numbered(requests))) {
      if (result?.$case === "error") throw errorFromStatus(result.value) ?? new Error(result.value.message);
    }
  } finally {
    await service.closeSession({ sessionId });
  }
}

async function* numbered(actions: readonly InteractRequest["action"][]): AsyncGenerator<InteractRequest> {
  for (const [sequence, action] of actions.entries()) yield { sequence, action };
}

/** Valid actions: 0 of a Discrete space, and the values nearest to 0 in a Box. */
function someActions(space: Space): Tensor {
  if (space.kind === "discrete")
    return encodeTensor(DataType.DATA_TYPE_INT32, [NUM_ENVS], new Int32Array(NUM_ENVS));
  const size = spaceSize(space);
  const values = Float32Array.from({ length: NUM_ENVS * size }, (_, i) => {
    const [low, high] = boxBounds(space, i % size);
    return Math.min(Math.max(0, low), high);
  });
  return encodeTensor(DataType.DATA_TYPE_FLOAT32, [NUM_ENVS, ...space.shape], values);
}
