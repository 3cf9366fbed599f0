"""dm_env's own tests of an environment, over dm_env_rpc's adaptor, and what its time steps say of an r-MDP."""

import dm_env
import numpy as np
import served
from absl.testing import absltest
from dm_env import test_utils
from dm_env_rpc.v1 import dm_env_adaptor, error


def setUpModule():
    global server
    server = served.Server("--workers", "0")


def tearDownModule():
    server.stop()


class _Adapted(test_utils.EnvironmentTestMixin):
    """Over an adaptor of a world with the class's settings, whose episodes end within the mixin's 20 steps."""

    settings = {}

    def make_object_under_test(self):
        connection = server.connect()
        self.addCleanup(connection.close)
        return dm_env_adaptor.create_and_join_world(connection, self.settings, {}).env


class ResourceGatheringTest(_Adapted, absltest.TestCase):
    settings = {"env": "resource-gathering"}

    def make_action_sequence(self):
        # One step up and one down, home: over after two, with a step that begins the next.
        for _ in range(6):
            yield from ({"action": np.int32(move)} for move in (0, 1, 0))


class ResourceGatheringCutOffTest(_Adapted, absltest.TestCase):
    settings = {"env": "resource-gathering", "max_episode_steps": 7}


class HopperTest(_Adapted, absltest.TestCase):
    settings = {"env": "hopper", "agents": 3, "seed": 5, "max_episode_steps": 7}


class HopperWithGeometryTest(_Adapted, absltest.TestCase):
    settings = {"env": "hopper", "agents": 1, "report_geometry": True}


class StreetInPythonTest(_Adapted, absltest.TestCase):
    settings = {"env": "street", "seed": 2}

    def make_action_sequence(self):
        # Two days, with the step that begins the second.
        for _ in range(50):
            yield {"action": np.int32(2)}


class TimeStepsTest(absltest.TestCase):
    def connect(self):
        connection = server.connect()
        self.addCleanup(connection.close)
        return connection

    def adapt(self, **settings):
        return dm_env_adaptor.create_and_join_world(self.connect(), settings, {}).env

    def test_rewards_are_a_vector_with_an_entry_for_each_agent(self):
        env = self.adapt(env="resource-gathering")
        self.assertEqual(env.reward_spec().shape, (25,))
        env.reset()
        env.step({"action": np.int32(0)})
        last = env.step({"action": np.int32(1)})
        # Home again after two steps, worth (100 − 2)/100 for the agents of the tiles stepped on: 17 and home, 22.
        expected = np.zeros(25, np.float32)
        expected[[17, 22]] = 0.98
        np.testing.assert_array_equal(last.reward, expected)
        self.assertEqual(last.step_type, dm_env.StepType.LAST)
        self.assertEqual(last.discount, 0)

    def test_a_time_limit_leaves_the_last_state_its_value(self):
        env = self.adapt(env="resource-gathering", max_episode_steps=1)
        env.reset()
        last = env.step({"action": np.int32(0)})
        self.assertEqual((last.step_type, last.discount), (dm_env.StepType.LAST, 1))

    def test_says_what_agents_want_and_what_figures_need(self):
        env = self.adapt(env="hopper", agents=np.array([[0.5], [1.25]]))
        first = env.reset()
        np.testing.assert_array_equal(first.observation["agent_parameters"], [[0.5], [1.25]])
        self.assertEqual(set(first.observation["info"]), {"x_position", "x_velocity", "qpos", "qvel"})
        self.assertEqual(first.observation["info"]["qpos"].shape, (6,))
        self.assertEqual(first.observation["observation"].dtype, np.float32)

    def test_equal_seeds_give_equal_episodes(self):
        def start(seed):
            return self.adapt(env="hopper", seed=seed).reset().observation["observation"]

        np.testing.assert_array_equal(start(3), start(3))
        self.assertFalse(np.array_equal(start(3), start(4)))

    def test_errors_say_what_was_expected(self):
        for settings, message in (
            ({"env": "hoper"}, "settings.env: expected one of resource-gathering, "),
            ({"env": "hopper", "agents": 0}, "settings.agents: expected at least 1, got 0"),
            ({"env": "hopper", "reset_noise_scale": 2}, "settings.reset_noise_scale: expected a number in "),
        ):
            with self.assertRaisesRegex(error.DmEnvRpcError, message):
                dm_env_adaptor.create_world(self.connect(), settings)


if __name__ == "__main__":
    absltest.main()
