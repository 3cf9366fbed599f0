/**
 * An invalid value. Its text names the field, the expected value, the actual one and the context.
 * For example `actions: expected shape [20, 6], got [20, 3] (env "hopper")`.
 */
export class InvalidValueError extends Error {
  override readonly name = "InvalidValueError";

  /**
   * @param where - the field or argument, for example "options.reset_noise_scale"
   * @param expected - describes valid values
   * @param got - the actual value
   * @param context - for example `env "hopper"`
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

/** A valid request that is not possible in the current state of the environments. */
export class EpisodeStateError extends Error {
  override readonly name = "EpisodeStateError";

  constructor(
    readonly reason: "NOT_RESET" | "EPISODE_OVER",
    message: string,
  ) {
    super(message);
  }
}
