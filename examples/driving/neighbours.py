"""What a driver sees: the nearest vehicles of three lanes, as an observation type of highway-env."""

import numpy as np
from gymnasium import spaces
from highway_env.envs.common.observation import ObservationType

# Beyond this distance (m) a vehicle does not matter, and neither does a larger difference of speeds (m/s).
FAR, FAST = 100.0, 10.0
EGO, LANES, SEEN = 4, 3, 4


class Neighbours(ObservationType):
    """
    Of the driver: lane, offset from its middle, speed and latest acceleration. Of the lane on the left, the driver's
    own and that on the right: distance and relative speed of the vehicle ahead and of the one behind. All are about
    from −1 to 1.
    """

    def space(self):
        return spaces.Box(-2, 2, (EGO + LANES * SEEN,), np.float32)

    def observe(self):
        driver, road = self.observer_vehicle, self.env.road
        start, end, lane = driver.lane_index
        lanes = len(road.network.graph[start][end])
        offset = driver.lane.local_coordinates(driver.position)[1] / driver.lane.width_at(0)
        seen = [lane / (lanes - 1), offset, (driver.speed - 25) / 5, self.env.acceleration / 5]
        for beside in (lane - 1, lane, lane + 1):
            seen += self._of_lane((start, end, beside)) if 0 <= beside < lanes else [0, 0, 0, 0]
        return np.clip(seen, -2, 2).astype(np.float32)

    def _of_lane(self, index):
        """A lane without vehicles is free as far as one sees; beside the road, all is blocked at distance 0."""
        driver = self.observer_vehicle
        seen = []
        for other in self.env.road.neighbour_vehicles(driver, index):
            if other is None:
                seen += [1, 0]
            else:
                distance = abs(driver.lane_distance_to(other)) / FAR
                seen += [min(distance, 1), np.clip((other.speed - driver.speed) / FAST, -1, 1)]
        return seen
