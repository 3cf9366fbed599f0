import { direction } from "./direction.js";
import { HUMANOID } from "./humanoid.js";
import { robotEnvironment } from "./robot-environment.js";

/** The model's time step in seconds. */
const TIMESTEP = HUMANOID.dt / HUMANOID.frameSkip;

/**
 * Humanoid-Dir as in Rakelly et al. 2019 (PEARL, github katerakelly/oyster), on which Ge et al. 2025 train committees:
 *   rᵢ = 0.25 ⟨(cos θᵢ, sin θᵢ), Δx⟩ / 0.003 − 0.1 ‖a‖² − min(5·10⁻⁷ ‖f‖², 10) + 5,
 * where Δx is the displacement of the whole body's centre of mass in the step, in m, and f are the contact forces on the
 * bodies.
 */
export const humanoidDirection = robotEnvironment(
  "humanoid-direction",
  HUMANOID,
  direction({
    speedWeight: (0.25 * HUMANOID.dt) / TIMESTEP,
    actionWeight: 0.1,
    contactCost: (forces) => Math.min(5e-7 * forces.reduce((sum, f) => sum + f * f, 0), 10),
    survivalBonus: 5,
  }),
);
