import type { CommandModule } from "yargs";

/**
 * A command of the program: its arguments and its handler. The code behind a handler is loaded only when the command
 * runs, since TensorFlow.js and Vega take a second to load.
 */
export type Command<Flags> = CommandModule<object, Flags>;
