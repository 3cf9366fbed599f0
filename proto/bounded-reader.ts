import { BinaryReader } from "@bufbuild/protobuf/wire";

/**
 * Largest number of tags, lengths and numbers in a message; the bytes of a tensor count as one. A message of 16 MiB could
 * have 16 million, whose decoding takes 2 to 5 s and gigabytes of memory. Decoding this number takes 20 to 70 ms.
 */
const MAX_READS = 2 ** 18;

/** The key by which JavaScript accesses an object's prototype; a map's entry with this key would be lost. */
const PROTOTYPE_KEY = "__proto__";
const STAND_IN = `${PROTOTYPE_KEY} (a reserved name)`;

/** Reads messages from untrusted senders. It refuses messages that take long to decode, and keeps every key of a map. */
export class BoundedReader extends BinaryReader {
  #left = MAX_READS;

  constructor(bytes: Uint8Array) {
    super(bytes);
    // Readers read all varints of up to 32 bits, including tags, through this property.
    const read = this.uint32;
    this.uint32 = () => {
      this.#count();
      return read.call(this);
    };
  }

  #count(): void {
    if (this.#left-- <= 0) throw new RangeError(`more than ${MAX_READS} tags, lengths and numbers`);
  }

  override int64() {
    this.#count();
    return super.int64();
  }

  override uint64() {
    this.#count();
    return super.uint64();
  }

  override bool(): boolean {
    this.#count();
    return super.bool();
  }

  override float(): number {
    this.#count();
    return super.float();
  }

  override double(): number {
    this.#count();
    return super.double();
  }

  override string(): string {
    const text = super.string();
    return text === PROTOTYPE_KEY ? STAND_IN : text;
  }
}
