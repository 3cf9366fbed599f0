"""The environments that the suites run against."""

import numpy as np
from dm_env_rpc.v1 import tensor_utils

ACTION_UID = 1

# A valid action, as a plain value.
ACTIONS = {
    "resource-gathering": np.int32(0),
    "hopper": np.zeros(3, np.float32),
    # Written in Python: python/examples/street.py.
    "street": np.int32(0),
}


def settings(**values):
    """Settings as requests have them."""
    return {name: tensor_utils.pack_tensor(value) for name, value in values.items()}


def required_actions(env):
    """What every step of a running episode needs, by uid."""
    return {ACTION_UID: tensor_utils.pack_tensor(ACTIONS[env])}
