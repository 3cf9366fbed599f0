import { once } from "node:events";
import { type AddressInfo, createConnection, createServer } from "node:net";
import { playAt } from "./play.js";

/** All bytes that a client sends a server in a short session. */
export async function recordConversation(address: string): Promise<Buffer> {
  const [host, port] = address.split(":");
  const heard: Buffer[] = [];
  const listener = createServer((client) => {
    const server = createConnection({ host, port: Number(port) });
    client.on("data", (data) => heard.push(data as Buffer));
    for (const socket of [client, server]) socket.on("error", () => {});
    client.pipe(server).pipe(client);
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  await playAt(`127.0.0.1:${(listener.address() as AddressInfo).port}`, 3);
  listener.close();
  return Buffer.concat(heard);
}
