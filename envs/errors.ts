/**
 * A value that is not what it must be: what, expected, got, where.
 * For example `actions: expected shape [20, 6], got [20, 3] (env "hopper")`.
 */
export class InvalidValueError extends Error {
  override readonly name = "InvalidValueError";

  /**
   * @param where - the field or argument, for example "options.reset_noise_scale"
   * @param expected - what would have been accepted
   * @param got - what came instead
   * @param context - what it was for, for example `env "hopper"`
   */
  constructor(
    readonly where: string,
    readonly expected: string,
    readonly got: string,
    readonly context = "",
  ) {
    super(`${where}: expected ${expected}, got ${got}${context === "" ? "" : ` (${context})`}`);
  }
}

/** A request that makes sense, but not in the state that environments are in. */
export class EpisodeStateError extends Error {
  override readonly name = "EpisodeStateError";

  constructor(
    readonly reason: "NOT_RESET" | "EPISODE_OVER",
    message: string,
  ) {
    super(message);
  }
}
