import { writeKeyPair } from "../../../approval/index.js";

export interface KeysFlags {
  readonly name: string;
  readonly out: string;
}

/** Makes a reviewer's keys. */
export async function keysAction({ name, out }: KeysFlags): Promise<void> {
  const { privateKey, publicKey, keyid } = await writeKeyPair(out, name);
  console.log(`${privateKey}: signs decisions; keep it to yourself`);
  console.log(
    `${publicKey}: verifies them; give it to those who serve policies, for their file of reviewers`,
  );
  console.log(`key ${keyid}`);
}
