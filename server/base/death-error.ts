/** A thread or a process has ended, and everything in it is lost. */
export class DeathError extends Error {
  override readonly name = "DeathError";
}
