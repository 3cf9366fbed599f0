/** Facts about an environment written in Python with which any thread can make instances of it. */
export interface PythonKind {
  /** MODULE:ENV, or an id of Gymnasium's. */
  readonly name: string;
  /** The path of the socket that makes processes for it. */
  readonly socket: string;
  /** m, the entries of its reward vector r. */
  readonly numObjectives: number;
  /** Whether its steps wait for something else than the processor, so that more processes than processors are faster. */
  readonly waits: boolean;
}
