import { eventually } from "../../client/cli/support/processes.js";
import { connect } from "../../server/support/grpc-service.js";
import { sessionRequest } from "../../server/support/session.js";

/**
 * Waits until a server has room for as many sessions as it allows, makes them, and closes them.
 * @param maxSessions - that it allows
 */
export async function expectNoSessions(address: string, maxSessions: number): Promise<void> {
  const service = connect(address);
  const ids: string[] = [];
  await eventually(async () => {
    while (ids.length < maxSessions) ids.push((await service.createSession(sessionRequest())).sessionId);
  });
  // A lease may have run out meanwhile.
  for (const sessionId of ids) await service.closeSession({ sessionId }).catch(() => {});
  service.close();
}
