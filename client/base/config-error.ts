/** An invalid setting; the error's text names its key. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
