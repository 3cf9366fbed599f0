import { HALF_CHEETAH } from "./half-cheetah.js";
import { robotEnvironment } from "./robot-environment.js";
import { velocityError } from "./velocity-error.js";

/** HalfCheetah, whose agents want velocities up to 3 m/s, as in Ge et al. 2025. */
export const halfCheetahVelocity = robotEnvironment("half-cheetah-velocity", HALF_CHEETAH, velocityError(3));
