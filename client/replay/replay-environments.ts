import type { Environments } from "../remote/environments/environments.js";
import { openEnvironments } from "../remote/environments/spread.js";
import type { Transport } from "../remote/transport/transport.js";
import { describeEnvironment } from "../run/environment-spec.js";
import { commonConfig, derivedSeed } from "../run/open-environments.js";
import type { RunSetup } from "../run/run-setup.js";
import { GEOMETRY_INFOS } from "./bodies.js";

/** The option that makes an environment report the infos from which a robot is drawn. */
export const REPORT_GEOMETRY = "report_geometry";

/**
 * Opens environments for a run's replays: one per representative, which report what is drawn.
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
