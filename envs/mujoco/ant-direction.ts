import { antRobot } from "./ant.js";
import { direction } from "./direction.js";
import { robotEnvironment } from "./robot-environment.js";

/**
 * Ant-Dir as in Rakelly et al. 2019 (PEARL, github katerakelly/oyster), VariBAD and others:
 *   rᵢ = ⟨(cos θᵢ, sin θᵢ), v⟩ − 0.5 ‖a‖² − 0.0005 Σ clip(f, −1, 1)² + 1,
 * where v is the torso's velocity in m/s and f are the contact forces on the bodies. The robot has fallen if its torso is
 * below 0.2 m or above 1 m. With MuJoCo 2, f was always 0 (github openai/gym, 1541); here it is computed, as in Gymnasium.
 */
export const antDirection = robotEnvironment(
  "ant-direction",
  antRobot(0.2),
  direction({
    speedWeight: 1,
    actionWeight: 0.5,
    contactCost: (forces) => 5e-4 * forces.reduce((sum, f) => sum + Math.min(Math.max(f, -1), 1) ** 2, 0),
    survivalBonus: 1,
  }),
);
