import { BinaryReader } from "@bufbuild/protobuf/wire";

/**
 * How many tags, lengths and numbers a message may have; the bytes of a tensor count as one. A message of 16 MiB could
 * have 16 million, which take 2 to 5 s and gigabytes to decode. So many take 20 to 70 ms.
 */
const MAX_READS = 2 ** 18;

/** The key by which JavaScript reaches an object's prototype: as a key of a map it would be lost. */
const PROTOTYPE_KEY = "__proto__";
const STAND_IN = `${PROTOTYPE_KEY} (a reserved name)`;

/** Reads a message that anyone may have sent: one that takes long to decode is refused, and each key of a map is kept. */
export class BoundedReader extends BinaryReader {
  #left = MAX_READS;

  constructor(bytes: Uint8Array) {
    super(bytes);
    // A property of each reader, by which all other varints of up to 32 bits are read, and tags.
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
