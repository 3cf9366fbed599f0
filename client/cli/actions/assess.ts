import type { Dossier } from "../../../approval/index.js";
import type { EnvironmentSpec } from "../../../proto/index.js";
import { type Assessment, assess } from "../../assess/assess.js";
import { checkCounts } from "../../assess/limits.js";
import { dossierPage } from "../../assess/page/page.js";
import { DEFAULT_PERTURBATIONS, parsePerturbations } from "../../assess/perturbations/perturbation.js";
import { NO_REQUIREMENTS, readRequirements } from "../../assess/requirements/file.js";
import { checkFree, writeDossier } from "../../assess/write-dossier.js";
import { chooseEngine } from "../../engines/choose-engine.js";
import { restoredLearner } from "../../run/restored-learner.js";
import { assessCommandLine } from "../assess-command-line.js";
import { type AssessFlags, maxEpisodesOf } from "../assess-flags.js";
import { assessmentText } from "../assessment-text.js";
import { withServers } from "../connections.js";
import { evaluationSetup, loadEvaluatedRun } from "../evaluated-run.js";
import { showingEvaluation } from "../progress.js";
import { namingSettings } from "../setting-names.js";

/** Exit codes if not all requirements are met, for CI. */
const EXIT_CODES: Readonly<Record<Dossier["requirements"][number]["status"], number>> = {
  met: 0,
  "not met": 3,
  undecided: 4,
};

/** Gathers the evidence about a run's newest policies, and writes it as a dossier. */
export async function assessAction(flags: AssessFlags & Record<string, unknown>): Promise<void> {
  await namingSettings(flags, true, () => assessRun(flags));
}

async function assessRun(flags: AssessFlags): Promise<void> {
  const counts = {
    episodes: flags.episodes,
    maxEpisodes: maxEpisodesOf(flags),
    confidence: flags.confidence,
    seed: flags.seed,
  };
  checkCounts(counts);
  checkFree(flags.out);
  const { requirements: path, perturb = DEFAULT_PERTURBATIONS } = flags;
  const requirements = path === undefined ? NO_REQUIREMENTS : await readRequirements(path);
  const perturbations = parsePerturbations(perturb);
  const { config, readCheckpoint } = await loadEvaluatedRun(flags);
  const checkpoint = await readCheckpoint();
  const { engine } = await chooseEngine(flags);
  const learner = restoredLearner(checkpoint, config, engine);
  await withServers(flags, async (transports) => {
    const setup = await evaluationSetup(transports, config, { "test-agents": flags["test-agents"] });
    const origin = {
      reproduce: assessCommandLine(flags),
      transitions: learner.iteration * config.batchSize,
    };
    const assessment = await showingEvaluation((onProgress) =>
      assess(
        { ...counts, transports, setup, representatives: learner.representatives, onProgress },
        { ...origin, requirements, perturbations },
      ),
    );
    await write(flags.out, assessment, setup.spec);
  });
}

async function write(out: string, assessment: Assessment, spec: EnvironmentSpec): Promise<void> {
  const dossier: Dossier = { ...assessment.dossier, createdAt: new Date().toISOString() };
  const page = await dossierPage({ ...assessment, dossier, spec });
  await writeDossier(out, { dossier, policies: assessment.files, page });
  console.log(assessmentText(dossier, out));
  process.exitCode = exitCode(dossier);
}

/** That of a requirement that is not met, else that of one that is undecided, else 0. */
function exitCode({ requirements }: Dossier): number {
  const has = (wanted: string) => requirements.some(({ status }) => status === wanted);
  if (has("not met")) return EXIT_CODES["not met"];
  return has("undecided") ? EXIT_CODES.undecided : EXIT_CODES.met;
}
