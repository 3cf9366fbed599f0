/** Something that cannot be trusted, or not be used to decide; the error's text is "FILE: REASON". */
export class ApprovalError extends Error {
  override readonly name = "ApprovalError";

  /**
   * @param file - the file or directory that is wrong; its path in the dossier if it is in one
   * @param reason - what was expected there, and what is there
   */
  constructor(
    readonly file: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}`, options);
  }
}
