/** The learner: k representatives, who serves whom, and the way to the servers. */
export type { Assigner, PopulationSize } from "./assigners/assigner.js";
export { ALGORITHMS, type Algorithm, ASSIGNERS } from "./assigners/index.js";
export { ConfigError, resolveConfig } from "./config/resolve-config.js";
export type { TrainConfig, TrainConfigInput } from "./config/train-config.js";
export { type EmbeddedServer, startEmbeddedServer } from "./embedded-server.js";
export { BACKENDS, type Backend } from "./engines/backend.js";
export { type ChosenEngine, chooseEngine, type EngineChoice } from "./engines/choose-engine.js";
export { ENGINES, type Engine, type EngineName } from "./engines/engine.js";
export type {
  Environments,
  EnvironmentsConfig,
  EnvironmentsStep,
  FinishedEpisode,
} from "./environments/environments.js";
export { openEnvironments } from "./environments/spread.js";
export type { Learner } from "./learner.js";
export { prepareRun } from "./run/prepare-run.js";
export type { MetricsRow, Summary, Trajectories } from "./run/records.js";
export { createRunDirectory, openRunDirectory, type RunDirectory } from "./run/run-directory.js";
export { summarizeRun } from "./run/summarize-run.js";
export { type TrainingRun, train } from "./train.js";
export { grpcTransport } from "./transport/grpc.js";
export { inProcessTransport } from "./transport/in-process.js";
export { ConnectionError, type Transport } from "./transport/transport.js";
