/** The learner: k representatives, who serves whom, and the way to the servers. */
export type { Agents, Assigner, PopulationSize } from "./assigners/assigner.js";
export { ALGORITHMS, type Algorithm, ASSIGNERS } from "./assigners/index.js";
export { ConfigError, resolveConfig } from "./config/resolve-config.js";
export type { TrainConfig, TrainConfigInput } from "./config/train-config.js";
export type { Committee, CommitteeConfig } from "./covers/committee.js";
export { foundCommittee, zeroShotAssignment } from "./covers/committee.js";
export { type Coverage, coverageOf } from "./covers/coverage.js";
export { COVER_NAMES, type CoverName, coverTasks } from "./covers/index.js";
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
export type { Pretraining } from "./run/pretraining.js";
export type { MetricsRow, Summary, Trajectories } from "./run/records.js";
export { createRunDirectory, openRunDirectory, type RunDirectory } from "./run/run-directory.js";
export { summarizeRun } from "./run/summarize-run.js";
export { openTestEnvironments } from "./run/test-agents.js";
export { type Phase, type RunOptions, type TrainedRun, trainRun } from "./run/train-run.js";
export type { ExactSteps } from "./theory/expectation-maximization.js";
export { type Theorem1Curve, type Theorem1Result, theorem1 } from "./theory/theorem-1.js";
export { type TrainingRun, train } from "./train.js";
export { grpcTransport } from "./transport/grpc.js";
export { inProcessTransport } from "./transport/in-process.js";
export type { ClientSecurity } from "./transport/security.js";
export { ConnectionError, type Transport } from "./transport/transport.js";
