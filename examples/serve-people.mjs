// Serves twenty new people on half-cheetah, each for one episode: `node examples/serve-people.mjs [HOST:PORT]`, where a
// caucus-policies serves approved policies of half-cheetah. The simulation runs in this process.
import { inProcessTransport, openEnvironments } from "caucus/client";
import { connect } from "caucus/policies";
import { createEnvironmentService } from "caucus/server";

const PEOPLE = 20;
const policies = connect(process.argv[2] ?? "localhost:50052");
const service = createEnvironmentService({ workers: 0 });
// Person i is agent i, in environment i.
const environments = await openEnvironments([inProcessTransport(service)], {
  environmentId: "half-cheetah",
  options: {},
  numEnvs: PEOPLE,
  seed: 1,
  numAgents: PEOPLE,
  agentsSeed: 2024,
  infos: [],
});
const { agentParameters, spec } = environments;

const people = Array.from({ length: PEOPLE }, (_, i) => `person-${i}`);
const width = agentParameters.length / PEOPLE;
for (const [i, agentId] of people.entries()) {
  const parameters = [...agentParameters.subarray(i * width, (i + 1) * width)];
  const { assignment, outside } = await policies.assign({ agentId, parameters });
  const marked = outside.length > 0 ? `, although ${outside} is outside the population` : "";
  console.log(`${agentId}: ${assignment.policy}, expected ${assignment.expectedReturn.toFixed(1)}${marked}`);
}

const actors = { agents: people };
const left = new Set(people.keys());
let observations = await environments.reset();
while (left.size > 0) {
  const { actions, moved } = await policies.act(actors, observations, { rows: PEOPLE });
  for (const { reason } of moved) console.log(reason);
  const step = await environments.step(actions);
  observations = step.observations;
  for (const { environment: i, returns, length } of step.finished) {
    if (!left.delete(i)) continue;
    const episodeReturn = returns[i] * spec.reportScale;
    await policies.report({ agentId: people[i], episodeReturn, length });
    console.log(`${people[i]}: got ${episodeReturn.toFixed(1)} in ${length} steps`);
  }
}
await environments.close();
await service.close();
policies.close();
