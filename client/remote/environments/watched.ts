import type { Waits } from "../transport/waits.js";
import type { Environments } from "./environments.js";

/** Wraps environments so that `waits` records while a request waits for their server. */
export function watchedEnvironments(environments: Environments, waits: Waits): Environments {
  return {
    ...environments,
    reset: () => waits.during(() => environments.reset()),
    step: (actions) => waits.during(() => environments.step(actions)),
    rollout: (order, take) =>
      waits.during((heard) =>
        environments.rollout(order, (piece) => {
          heard();
          take(piece);
        }),
      ),
    saveStates: () => waits.during(() => environments.saveStates()),
    restoreStates: (states) => waits.during(() => environments.restoreStates(states)),
    render: (j) => waits.during(() => environments.render(j)),
  };
}
