/** The learner: k representatives, their assignment to agents, and connections to servers. */
export type { Agents, Assigner, PopulationSize } from "./assignment/assigners/assigner.js";
export type { AssignerEntry } from "./assignment/assigners/entry.js";
export { fixedAssigner } from "./assignment/assigners/fixed.js";
export { type HardAssignment, hardAssigner } from "./assignment/assigners/hard.js";
export { ALGORITHMS, type Algorithm, ASSIGNERS } from "./assignment/assigners/index.js";
export type { Committee, CommitteeConfig } from "./assignment/covers/committee.js";
export { foundCommittee, zeroShotAssignment } from "./assignment/covers/committee.js";
export type { CoverEntry, CoverProblem } from "./assignment/covers/cover.js";
export { type Coverage, coverageOf } from "./assignment/covers/coverage.js";
export { COVER_NAMES, type CoverName, coverTasks } from "./assignment/covers/index.js";
export { ConfigError, type DraftConfig, draftConfig, resolveConfig } from "./config/resolve-config.js";
export type { TrainConfig, TrainConfigInput } from "./config/train-config.js";
export { BACKENDS, type Backend } from "./engines/backend.js";
export { type ChosenEngine, chooseEngine, type EngineChoice } from "./engines/choose-engine.js";
export { ENGINES, type Engine, type EngineName } from "./engines/engine.js";
export type { Learner } from "./learner/learner.js";
export { type TrainingRun, train } from "./learner/train.js";
export type { MetricsRow, Summary, Trajectories } from "./records/records.js";
export type {
  Environments,
  EnvironmentsConfig,
  EnvironmentsStep,
  FinishedEpisode,
} from "./remote/environments/environments.js";
export { openEnvironments } from "./remote/environments/spread.js";
export { grpcTransport } from "./remote/transport/grpc.js";
export { inProcessTransport } from "./remote/transport/in-process.js";
export type { ClientSecurity } from "./remote/transport/security.js";
export { ConnectionError, type Transport } from "./remote/transport/transport.js";
export { type EmbeddedServer, type OwnEnvironments, startEmbeddedServer } from "./run/embedded-server.js";
export { setUpNewRun } from "./run/new-run-setup.js";
export { prepareRun } from "./run/prepare-run.js";
export type { Pretraining } from "./run/pretraining.js";
export { createRunDirectory, openRunDirectory, type RunDirectory } from "./run/run-directory.js";
export { type RunSetup, setUpRun } from "./run/run-setup.js";
export { summarizeRun } from "./run/summarize-run.js";
export { openTestEnvironments } from "./run/test-agents.js";
export { type Phase, type RunOptions, type TrainedRun, trainRun } from "./run/train-run.js";
export type { ExactSteps } from "./theory/expectation-maximization.js";
export { type Theorem1Curve, type Theorem1Result, theorem1 } from "./theory/theorem-1.js";
