import { type ChannelCredentials, credentials, Metadata } from "@grpc/grpc-js";

/** How a client makes sure of its server, and says who it is. Without any of it, nothing is encrypted. */
export interface ClientSecurity {
  /** PEM: the authority of the server's certificate; the machine's own if left out. */
  readonly ca?: Buffer;
  /** PEM: this client's certificate, with its key. */
  readonly cert?: Buffer;
  readonly key?: Buffer;
  /** One of the server's. */
  readonly token?: string;
}

/** Whether the connection is encrypted. */
export function speaksTls({ ca, cert }: ClientSecurity): boolean {
  return ca !== undefined || cert !== undefined;
}

export function channelCredentials(security: ClientSecurity): ChannelCredentials {
  if (!speaksTls(security)) return credentials.createInsecure();
  const { ca = null, key = null, cert = null } = security;
  return credentials.createSsl(ca, key, cert);
}

/** What every call says of its caller. */
export function callMetadata({ token }: ClientSecurity): Metadata {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set("authorization", `Bearer ${token}`);
  return metadata;
}
