import type { Options } from "../../envs/index.js";
import { limitExceeded } from "../../serving/base/limits.js";
import type { PythonDescription } from "../python/describe.js";
import type { Workshop } from "../python/workshop.js";

/** Environments with options of clients' choice that are remembered. */
const REMEMBERED = 64;

/** What is known of environments with other options than the defaults. */
export interface Descriptions {
  /**
   * A client that gives up waiting finds the answer when it asks again.
   * @throws UnservableError or DeathError, and ContractError (LIMIT) if too many are being tried out
   */
  of(name: string, options: Options, client: string): Promise<PythonDescription>;
}

export function createDescriptions(workshop: Workshop): Descriptions {
  /** In the order in which they were asked for. */
  const known = new Map<string, Promise<PythonDescription>>();
  let waiting = 0;

  function describe(key: string, ...choice: Parameters<Workshop["describe"]>): Promise<PythonDescription> {
    if (waiting >= REMEMBERED) {
      const unit = "environments that are being tried out; ask again later";
      throw limitExceeded("options", waiting + 1, REMEMBERED, unit);
    }
    waiting++;
    const description = workshop.describe(...choice).finally(() => void waiting--);
    // What failed is tried again.
    description.catch(() => known.delete(key));
    return description;
  }

  return {
    async of(name, options, client) {
      const key = JSON.stringify([name, options]);
      const found = known.get(key) ?? describe(key, name, options, client);
      known.set(key, found);
      if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
      return found;
    },
  };
}
