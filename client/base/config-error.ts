/** A setting that cannot be; its text names the key. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
