import type { EnvironmentSpec } from "../../proto/index.js";
import type { ChosenEnvironment, EnvironmentChoice } from "./choose-environment.js";

/** The environments that a server offers. */
export interface Catalog {
  /** @throws InvalidValueError if a module of the user's own cannot be loaded, or Error if loading does not end */
  ready(): Promise<void>;
  /** Every environment, with its default options and agents. */
  list(): Promise<readonly EnvironmentSpec[]>;
  /**
   * @param client - the client that asks, since clients take turns
   * @throws InvalidValueError or ContractError at an invalid id, option or population
   */
  choose(choice: EnvironmentChoice, client: string): Promise<ChosenEnvironment>;
  close(): Promise<void>;
}
