/** Name on the command line of the experiment that checks theorem 1: it trains nothing. */
export const THEOREM = "theorem-1";
/** Of each seed, at scale 1. */
export const INSTANCES = 1000;
export const THEOREM_TITLE = "Theorem 1: EM never lowers welfare";
