"""Resource Gathering for 25 agents, each with a tile it wants visited."""

import numpy as np

from environments import Step

SIZE = 5
NUM_TILES = SIZE * SIZE
HOME = np.array([4, 2])  # row, column
MOVES = np.array([[-1, 0], [1, 0], [0, -1], [0, 1]])
STEP_LIMIT = 40
OBSERVATION_SIZE = 4 + NUM_TILES
NUM_ACTIONS = len(MOVES)


class ResourceGatherings:
    """N environments, stepped together."""

    def __init__(self, num_envs: int) -> None:
        self.rows = np.arange(num_envs)
        self.positions = np.tile(HOME, (num_envs, 1))
        self.visited = np.zeros((num_envs, NUM_TILES), bool)
        self.elapsed = np.zeros(num_envs, int)
        self.observations = self.observe()

    def step(self, actions: np.ndarray) -> Step:
        """Takes actions int64 [N]. The step limit is part of the task: it terminates an episode."""
        self.positions = np.clip(self.positions + MOVES[actions], 0, SIZE - 1)
        self.visited[self.rows, self.positions @ (SIZE, 1)] = True
        self.elapsed += 1
        home = (self.positions == HOME).all(1)
        worth = np.where(home, (100 - self.elapsed) / 100, 0).astype(np.float32)
        rewards = worth[:, None] * self.visited
        next_observations = self.observe()
        done = home | (self.elapsed == STEP_LIMIT)
        self.restart(done)
        return Step(rewards, next_observations, done, done)

    def restart(self, done: np.ndarray) -> None:
        """Brings the environments home that are done, bool [N]."""
        self.positions[done] = HOME
        self.visited[done] = False
        self.elapsed[done] = 0
        self.observations = self.observe()

    def observe(self) -> np.ndarray:
        """Row, column, two zeros and the tiles visited, float32 [N, 29]."""
        zeros = np.zeros_like(self.positions)
        return np.hstack((self.positions, zeros, self.visited)).astype(np.float32)
