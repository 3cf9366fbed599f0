/** Who is told what a service does. */
export interface Meter {
  /**
   * @param environments - N, each stepped once
   * @param seconds - that it took
   */
  stepped(environments: number, seconds: number): void;
  /** Bytes of a message's contents. */
  received(bytes: number): void;
  sent(bytes: number): void;
  /** @param reason - of the contract's; INTERNAL if it is none of them */
  failed(reason: string): void;
}

/** For services that nobody measures. */
export const silentMeter: Meter = { stepped() {}, received() {}, sent() {}, failed() {} };
