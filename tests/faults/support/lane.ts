import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** How data gets through in one direction, of all connections. */
export interface Pace {
  /** Milliseconds. */
  delay: number;
  bytesPerSecond: number;
  /** What to do once so many more bytes have passed. */
  trigger: { bytes: number; readonly act: () => void } | undefined;
}

export const createPace = (): Pace => ({
  delay: 0,
  bytesPerSecond: Number.POSITIVE_INFINITY,
  trigger: undefined,
});

/** One direction of a connection. */
export interface Lane {
  /** Nothing more comes this way, and the receiver is told. */
  end(): void;
  /** Nothing more comes this way, and nobody is told. */
  strand(): void;
}

/** A piece of data passes whole, unless it is throttled: then so many at a time. */
const THROTTLED_BYTES = 512;

/** Carries data from one socket to the other, and its end. */
export function createLane(from: Socket, to: Socket, pace: Pace): Lane {
  let state: "open" | "ended" | "stranded" = "open";
  const tell = (news: () => void) => {
    if (state !== "stranded") news();
  };

  async function carry(): Promise<void> {
    // Whoever has ended its side may still be sent to.
    for await (const data of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (pace.delay > 0) await sleep(pace.delay);
      for (const piece of pieces(data)) {
        if (Number.isFinite(pace.bytesPerSecond)) await sleep((1000 * piece.length) / pace.bytesPerSecond);
        pass(piece);
      }
    }
  }

  function pieces(data: Buffer): Buffer[] {
    const size = Number.isFinite(pace.bytesPerSecond) ? THROTTLED_BYTES : data.length;
    return Array.from({ length: Math.ceil(data.length / size) }, (_, i) =>
      data.subarray(i * size, (i + 1) * size),
    );
  }

  function pass(piece: Buffer): void {
    const { trigger } = pace;
    if (trigger === undefined || trigger.bytes >= piece.length) {
      if (trigger !== undefined) trigger.bytes -= piece.length;
      write(piece);
      return;
    }
    const { bytes, act } = trigger;
    pace.trigger = undefined;
    write(piece.subarray(0, bytes));
    act();
    write(piece.subarray(bytes));
  }

  function write(piece: Buffer): void {
    if (state === "open" && to.writable && piece.length > 0) to.write(piece);
  }

  carry().then(
    () => tell(() => to.end()),
    () => {},
  );
  from.on("error", () => {});
  from.once("close", () => tell(() => to.destroy()));

  return {
    end() {
      if (state !== "open") return;
      state = "ended";
      to.end();
    },
    strand() {
      state = "stranded";
    },
  };
}
