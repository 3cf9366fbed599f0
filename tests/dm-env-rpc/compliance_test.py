"""dm_env_rpc's own compliance suite, all of it, against a caucus-server."""

import unittest

import environments
import numpy as np
import served
from absl.testing import absltest
from dm_env_rpc.v1 import compliance, dm_env_rpc_pb2

SUITES = (
        compliance.CreateDestroyWorld,
        compliance.JoinLeaveWorld,
        compliance.Reset,
        compliance.ResetWorld,
        compliance.Step,
)


def setUpModule():
    global server
    server = served.Server("--workers", "1")


def tearDownModule():
    server.stop()


class _World:
    """A connection, and a world of `env` that it has created; the name is that of the suites' property."""

    env = ""

    def setUp(self):
        super().setUp()
        self._connection = server.connect()
        self.addCleanup(self._connection.close)
        request = dm_env_rpc_pb2.CreateWorldRequest(settings=environments.settings(env=self.env))
        self._world_name = self._connection.send(request).world_name

    @property
    def connection(self):
        return self._connection

    @property
    def world_name(self):
        return self._world_name

    @property
    def required_world_settings(self):
        return environments.settings(env=self.env)

    @property
    def invalid_world_settings(self):
        return environments.settings(
            unknown=1, agents=0, seed=-1, max_episode_steps=0.5, max_sessions=np.zeros(2), discount="1"
        )

    @property
    def invalid_join_settings(self):
        return environments.settings(seed=1, agents=3)

    @property
    def has_multiple_world_support(self):
        return True

    @property
    def required_actions(self):
        return environments.required_actions(self.env)


class _Joining(_World):
    """As the suite of resets wants it, which does not say how to join."""

    def join_world(self):
        request = dm_env_rpc_pb2.JoinWorldRequest(world_name=self.world_name)
        return self.connection.send(request).specs


class _Joined(_Joining):
    """As the suite of steps wants it."""

    def setUp(self):
        super().setUp()
        self._specs = self.join_world()

    @property
    def specs(self):
        return self._specs


SUITES = {
    compliance.CreateDestroyWorld: _World,
    compliance.JoinLeaveWorld: _World,
    compliance.Reset: _Joining,
    compliance.ResetWorld: _World,
    compliance.Step: _Joined,
}


def load_tests(loader, _tests, _pattern):
    """Each suite with each environment: 40 tests each."""
    cases = unittest.TestSuite()
    for env in environments.ACTIONS:
        for suite, base in SUITES.items():
            members = {"env": env, "__module__": __name__}
            case = type(f"{suite.__name__}[{env}]", (base, suite), members)
            cases.addTests(loader.loadTestsFromTestCase(case))
    assert cases.countTestCases() == 40 * len(environments.ACTIONS), cases.countTestCases()
    return cases


if __name__ == "__main__":
    absltest.main()
