import type { CommandModule } from "yargs";

/**
 * A command of the program: what is typed, and what is done then. What does it is loaded only when it is done, as
 * TensorFlow.js and Vega take a second to load.
 */
export type Command<Flags> = CommandModule<object, Flags>;
