/** Loaded before the program: notes each server it starts, each call to one, and each cover that is computed. */
import childProcess from "node:child_process";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { coverRegistry } from "../../../../client/assignment/covers/index.js";
import { BoundedClient } from "../../../../client/remote/transport/bounded-client.js";

type Method = (...args: never[]) => unknown;

/** Has each call of a method noted. */
function noting(object: object, name: string, what: string): void {
  const methods = object as Record<string, Method>;
  const method = methods[name];
  methods[name] = function (this: unknown, ...args: never[]) {
    appendFileSync(process.env.CAUCUS_CALLS!, `${what}\n`);
    return method.apply(this, args);
  };
}

noting(childProcess, "spawn", "server");
syncBuiltinESMExports();
noting(BoundedClient.prototype, "describeEnvironment", "DescribeEnvironment");
noting(BoundedClient.prototype, "createSession", "CreateSession");
for (const [, cover] of coverRegistry.entries()) noting(cover, "choose", "cover");
