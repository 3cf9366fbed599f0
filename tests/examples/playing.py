"""Episodes of the environments of `examples`."""

import numpy as np


def play(env, actions, **reset):
    """
    Plays an episode until it ends or there are no more actions.

    :param reset: what the reset is given
    :returns: observations and infos, those of the reset first, and rewards
    """
    observation, info = env.reset(**reset)
    observations, rewards, infos = [observation], [], [info]
    for action in actions:
        observation, reward, terminated, truncated, info = env.step(action)
        observations.append(observation)
        rewards.append(reward)
        infos.append(info)
        if terminated or truncated:
            break
    return np.array(observations), np.array(rewards), infos
