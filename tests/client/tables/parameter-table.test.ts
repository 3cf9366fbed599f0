import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readParameterTable } from "../../../client/tables/read-parameter-table.js";
import { scratch } from "../runs/support/scratch.js";

/** Bytes as `numpy.save` writes them: magic, version, header's length, header padded to 64, numbers. */
function npy(header: string, numbers: Float32Array | Float64Array | Int32Array, version = 1): Uint8Array {
  const start = version === 1 ? 10 : 12;
  const padded = `${header.padEnd(64 * Math.ceil((start + header.length + 1) / 64) - start - 1)}\n`;
  const bytes = Buffer.alloc(start + padded.length + numbers.byteLength);
  bytes.write("\x93NUMPY", "latin1");
  bytes[6] = version;
  if (version === 1) bytes.writeUInt16LE(padded.length, 8);
  else bytes.writeUInt32LE(padded.length, 8);
  bytes.write(padded, start, "latin1");
  bytes.set(new Uint8Array(numbers.buffer), start + padded.length);
  return bytes;
}

const header = (descr: string, shape: string, order = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;

/** @returns the table, or what it is refused with: without the path before the text */
async function read(name: string, contents: string | Uint8Array) {
  const path = join(await scratch(), name);
  await writeFile(path, contents);
  const table = await readParameterTable(path).catch(({ message }: Error) => {
    expect(message.startsWith(`${path}: `)).toBe(true);
    return message.slice(path.length + 2);
  });
  return typeof table === "string" ? table : { ...table, values: [...table.values] };
}

/** By NumPy 2.4: `save` of array([[0.5, -1.0]], dtype=float32), in base64. */
const SAVED_BY_NUMPY =
  "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDIpLCB9ICAgICAg" +
  "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAA/AACAvw==";

describe(".npy", () => {
  test.each([1, 2, 3])("rows of float64 (version %i)", async (version) => {
    const bytes = npy(header("<f8", "(3, 2)"), Float64Array.of(0.1, 2, -3, 4e-9, 5, 6), version);
    expect(await read("theta.npy", bytes)).toEqual({
      rows: 3,
      columns: 2,
      values: [0.1, 2, -3, 4e-9, 5, 6],
    });
  });

  test("float32 that NumPy itself wrote", async () => {
    const bytes = Buffer.from(SAVED_BY_NUMPY, "base64");
    expect(await read("theta.NPY", bytes)).toEqual({ rows: 1, columns: 2, values: [0.5, -1] });
  });

  test("one number for each agent", async () => {
    const bytes = npy(header("<f4", "(3,)"), Float32Array.of(0.5, 1, 1.5));
    expect(await read("theta.npy", bytes)).toEqual({ rows: 3, columns: 1, values: [0.5, 1, 1.5] });
  });

  test.each([
    {
      bytes: npy(header("<i4", "(2, 1)"), Int32Array.of(1, 2)),
      text: 'expected float32 or float64, got <i4: save array.astype("float64")',
    },
    {
      bytes: npy(header(">f8", "(1, 1)"), Float64Array.of(1)),
      text: 'expected float32 or float64, got >f8: save array.astype("float64")',
    },
    {
      bytes: npy(header("<f8", "(2, 2)", "True"), new Float64Array(4)),
      text: "expected C order, got Fortran order: save numpy.ascontiguousarray(array)",
    },
    {
      bytes: npy(header("<f8", "(2, 1, 2)"), new Float64Array(4)),
      text: "expected an array [n, p] or [n], got shape [2, 1, 2]",
    },
    {
      bytes: npy(header("<f8", "(3, 2)"), new Float64Array(5)),
      text: "expected 6 numbers after the header, got 40 bytes: the file is damaged",
    },
    {
      bytes: npy(header("<f8", "(0, 2)"), new Float64Array(0)),
      text: "expected a row of numbers for each agent, got a table of 0 × 2",
    },
    {
      bytes: npy(header("<f8", "(2, 2)"), Float64Array.of(1, 2, 3, Number.NaN)),
      text: "expected finite numbers, got NaN in row 2, column 2",
    },
    {
      bytes: npy("[('a', '<f8')]", new Float64Array(1)),
      text: "expected the header of an array of numbers, got another",
    },
    { bytes: Buffer.from("1,2\n"), text: "expected an array that numpy.save wrote" },
    { bytes: new Uint8Array(0), text: "expected an array that numpy.save wrote" },
  ])("refused: $text", async ({ bytes, text }) => {
    expect(await read("theta.npy", bytes)).toBe(text);
  });
});

describe(".csv", () => {
  test.each([
    { what: "numbers", text: "0.5,1\n-2,3e-4\n" },
    { what: "a line of names", text: "speed,height\n0.5,1\n-2,3e-4\n", names: ["speed", "height"] },
    {
      what: "what spreadsheets write",
      names: ["speed", "height"],
      text: '\uFEFF"speed","height"\r\n0.5, 1\r\n-2,3E-4\r\n\r\n',
    },
    { what: "no last line break", text: "+.5,1.\n-2,3e-4" },
  ])("$what", async ({ text, names }) => {
    const table = { rows: 2, columns: 2, values: [0.5, 1, -2, 3e-4] };
    expect(await read("theta.csv", text)).toEqual(names === undefined ? table : { ...table, names });
  });

  test("one number for each agent", async () => {
    expect(await read("theta.csv", "1\n2\n3\n")).toEqual({ rows: 3, columns: 1, values: [1, 2, 3] });
  });

  test.each([
    { csv: "1,2\n3\n", text: "expected 2 numbers in line 2, as in the first, got 1" },
    { csv: "a,b\n\n1,2,3\n", text: "expected 2 numbers in line 3, as in the first, got 3" },
    { csv: "1,2O\n3,4\n", text: 'expected numbers in line 1, got "2O"' },
    { csv: "1,2\n3,\n", text: 'expected numbers in line 2, got ""' },
    { csv: "a,b\n1,0x10\n", text: 'expected numbers in line 2, got "0x10"' },
    { csv: "1,2\n3,nan\n", text: "expected finite numbers, got NaN in row 2, column 2" },
    { csv: "a\n-inf\n", text: "expected finite numbers, got -Infinity in row 1, column 1" },
    { csv: "1\n1e999\n", text: "expected finite numbers, got Infinity in row 2, column 1" },
    { csv: "", text: "expected a row of numbers for each agent, got a table of 0 × 0" },
    { csv: "a,b\n", text: "expected a row of numbers for each agent, got a table of 0 × 2" },
  ])("refused: $text", async ({ csv, text }) => {
    expect(await read("theta.csv", csv)).toBe(text);
  });
});

test("another kind of file is refused, and one that is not there", async () => {
  await expect(readParameterTable("theta.txt")).rejects.toThrow(
    "theta.txt: expected a file named .npy or .csv",
  );
  await expect(readParameterTable("no/such.csv")).rejects.toThrow(
    "no/such.csv: expected a file that can be read, got ENOENT: no such file or directory",
  );
});
