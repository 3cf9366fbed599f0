"""A motorway for drivers who want different things: `python -m caucus.serve driving:Driving` in this folder."""

import numpy as np
from gymnasium import spaces
from highway_env.envs.highway_env import HighwayEnvFast
from neighbours import Neighbours

# What a crash costs, whatever a driver weighs: half of what a perfect episode is worth.
CRASH = 10.0
# Speeds (m/s) at which the objective is 0 and 1.
SLOWEST, FASTEST = 20.0, 30.0
# A time gap (s) to the vehicle ahead with which everybody is content, and the jerk (m/s³) that nobody wants.
GAP, JERK = 2.5, 5.0


class Driving(HighwayEnvFast):
    """Twenty seconds on a motorway: drivers weigh speed, comfort, distance and staying right differently."""

    metadata = HighwayEnvFast.metadata | {
        "objectives": ["speed", "comfort", "distance", "staying_right"],
        "perturbation_ranges": {"density": (0.4, 1.0)},
    }
    # Everybody pays for a crash, so it is taken from each objective: weights sum to 1.
    reward_space = spaces.Box(-CRASH, 1, (4,), np.float32)
    #: Seconds a step.
    dt = 1.0

    def __init__(self, density: float = 0.7, render_mode: str | None = None):
        """
        :param density: of the traffic; 1 is as dense as highway-env usually has it
        """
        self.acceleration, self.jerk, self.lane_changed = 0.0, 0.0, False
        super().__init__({"vehicles_density": density}, render_mode)

    @classmethod
    def default_config(cls):
        # Vehicles that the driver never meets would cost time.
        return super().default_config() | {"vehicles_count": 5, "duration": 20}

    @classmethod
    def sample_agents(cls, count: int, rng: np.random.Generator):
        """
        :returns: weights [n, 4], which sum to 1; most drivers care about one or two objectives
        """
        return rng.dirichlet(np.full(4, 0.5), count)

    def define_spaces(self):
        super().define_spaces()
        self.observation_type = Neighbours(self)
        self.observation_space = self.observation_type.space()

    def reset(self, *, seed=None, options=None):
        self.acceleration, self.jerk, self.lane_changed = 0.0, 0.0, False
        return super().reset(seed=seed, options=options)

    def _simulate(self, action=None):
        """Measures what passengers feel: the change of mean acceleration since the last step, and a change of lane."""
        speed, lane, before = self.vehicle.speed, self.vehicle.target_lane_index, self.acceleration
        super()._simulate(action)
        self.acceleration = (self.vehicle.speed - speed) / self.dt
        self.jerk = (self.acceleration - before) / self.dt
        self.lane_changed = self.vehicle.target_lane_index != lane

    def _reward(self, action):
        speed = (self.vehicle.speed - SLOWEST) / (FASTEST - SLOWEST)
        comfort = 1 - abs(self.jerk) / JERK - 0.5 * self.lane_changed
        right = self.vehicle.target_lane_index[2] / (self.config["lanes_count"] - 1)
        objectives = np.clip([speed, comfort, self._time_gap() / GAP, right], 0, 1)
        return (objectives - CRASH * self.vehicle.crashed).astype(np.float32)

    def _time_gap(self):
        """Seconds until the driver is where the vehicle ahead is now; GAP if there is none."""
        ahead, _ = self.road.neighbour_vehicles(self.vehicle)
        if ahead is None:
            return GAP
        distance = self.vehicle.lane_distance_to(ahead) - self.vehicle.LENGTH
        return max(distance, 0) / max(self.vehicle.speed, 1)

    def _info(self, obs, action=None):
        return {
            "x_velocity": float(self.vehicle.speed),
            "crashed": bool(self.vehicle.crashed),
            "lane_changed": bool(self.lane_changed),
            "time_gap": float(self._time_gap()),
        }
