import type { EnvironmentSpec } from "../../proto/index.js";
import type { ChosenEnvironment, EnvironmentChoice } from "./choose-environment.js";

/** The environments that a server offers. */
export interface Catalog {
  /** @throws InvalidValueError if a module of the user's own cannot be loaded, or Error if it never ends */
  ready(): Promise<void>;
  /** Every environment, with its default options and agents. */
  list(): Promise<readonly EnvironmentSpec[]>;
  /**
   * @param client - who asks: clients take turns
   * @throws InvalidValueError or ContractError at an id, option or population there is not
   */
  choose(choice: EnvironmentChoice, client: string): Promise<ChosenEnvironment>;
  close(): Promise<void>;
}
