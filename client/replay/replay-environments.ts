import type { Environments } from "../remote/environments/environments.js";
import { openEnvironments } from "../remote/environments/spread.js";
import type { Transport } from "../remote/transport/transport.js";
import { describeEnvironment } from "../run/environment-spec.js";
import { commonConfig, derivedSeed } from "../run/open-environments.js";
import type { RunSetup } from "../run/run-setup.js";
import { GEOMETRY_INFOS } from "./bodies.js";

/** The option with which an environment has the infos that a robot is drawn from. */
const REPORT_GEOMETRY = "report_geometry";

/**
 * Environments of a run to look at: one a representative, with what there is to draw.
 * @param numRepresentatives - k
 */
export async function openReplayEnvironments(
  transports: readonly Transport[],
  { config, spec: plain }: RunSetup,
  numRepresentatives: number,
): Promise<Environments> {
  const reports = plain.options.some(({ name }) => name === REPORT_GEOMETRY);
  const envOptions = { ...config.envOptions, ...(reports ? { [REPORT_GEOMETRY]: true } : {}) };
  const reporting = { ...config, envOptions };
  const { infos } = reports ? await describeEnvironment(transports, reporting) : plain;
  const wanted: readonly string[] = ["x_velocity", ...GEOMETRY_INFOS];
  return openEnvironments(transports, {
    ...commonConfig({ config: reporting, spec: plain }),
    numEnvs: numRepresentatives,
    seed: derivedSeed(config, "replay"),
    infos: infos.map(({ name }) => name).filter((name) => wanted.includes(name)),
    autoreset: "next-step",
  });
}
