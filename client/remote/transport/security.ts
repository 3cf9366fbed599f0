import { type ChannelCredentials, credentials, Metadata } from "@grpc/grpc-js";

/** Credentials for TLS and the token. If all are left out, nothing is encrypted. */
export interface ClientSecurity {
  /** PEM: the authority that signed the server's certificate; the system's authorities if left out. */
  readonly ca?: Buffer;
  /** PEM: this client's certificate and its private key. */
  readonly cert?: Buffer;
  readonly key?: Buffer;
  /** One of the server's tokens. */
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

/** Metadata of every call, which hold the token. */
export function callMetadata({ token }: ClientSecurity): Metadata {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set("authorization", `Bearer ${token}`);
  return metadata;
}
