"""The environments that a server offers, and clients' choices of them."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from caucus._proto import environment_pb2, service_pb2, session_pb2
from caucus.errors import ContractError, unexpected
from caucus.serve.broken import BrokenError
from caucus.serve.environment import DEFAULT_NUM_AGENTS, ServedEnvironment
from caucus.serve.finding import UnservableError
from caucus.serve.limits import check_limit
from caucus.serve.operations import check_seed
from caucus.serve.options import Value, check_options
from caucus.serve.worker import Worker, Workers
from caucus.tensors import decode_tensor

#: Environments with options that are remembered.
_REMEMBERED = 64

#: Environments that are looked at.
_AT_A_TIME = 4

#: Seconds for an episode that is tried out.
_PLAY_SECONDS = 4.0

_NOT_REPEATABLE = (
    'warning: env "%s": one seed gave two different episodes, so that what is lost cannot be repeated: its reset must '
    "call super().reset(seed=seed), and its random numbers come from self.np_random"
)

log = logging.getLogger("caucus.serve")

Chosen = tuple[ServedEnvironment, NDArray[np.float64]]


class Catalog:
    def __init__(self, workers: Workers, limits: service_pb2.Limits) -> None:
        self._workers = workers
        self._limits = limits
        #: With their default options, by id.
        self._offered: dict[str, ServedEnvironment] = {}
        self._known: OrderedDict[str, asyncio.Task[ServedEnvironment]] = OrderedDict()
        self._room = asyncio.Semaphore(_AT_A_TIME)

    async def load(self, names: Sequence[str]) -> None:
        """
        :param names: as `find` takes them
        :raises UnservableError: at one that cannot be served
        """
        for name in names:
            try:
                environment = await self._examine(name, {})
            except BrokenError as error:
                expected = "environment: expected one that can be made and stepped"
                raise UnservableError(f"{expected}, got {name!r}: {error}") from error
            self._offered[environment.id] = environment
            if not environment.repeatable:
                log.warning(_NOT_REPEATABLE, environment.id)

    @property
    def offered(self) -> list[ServedEnvironment]:
        return list(self._offered.values())

    async def choose(
        self, request: service_pb2.DescribeEnvironmentRequest | session_pb2.CreateSessionRequest
    ) -> Chosen:
        """
        :returns: the environment with the options asked for, and θ [n, m]
        """
        found = self._offered.get(request.environment_id)
        if found is None:
            offered = ", ".join(sorted(self._offered))
            got = f'"{request.environment_id}"'
            raise unexpected("environment_id", f"one of {offered}", got, "UNKNOWN_ENVIRONMENT")
        arguments = check_options(found.options, request.options, found.id)
        environment = await self._with_options(found, arguments) if arguments else found
        return environment, self._agents(environment, request.agents)

    async def _with_options(self, offered: ServedEnvironment, options: dict[str, Value]) -> ServedEnvironment:
        key = json.dumps([offered.id, options], sort_keys=True)
        if key not in self._known:
            waiting = sum(not task.done() for task in self._known.values())
            check_limit("options", waiting + 1, _REMEMBERED, "environments that are looked at; try again later")
            # Goes on without a client that has given up, which will find it done when it asks again.
            self._known[key] = task = asyncio.ensure_future(self._look(offered, options))
            task.add_done_callback(lambda task: self._forget(key, task))
        return await asyncio.shield(self._known[key])

    def _forget(self, key: str, task: asyncio.Task[ServedEnvironment]) -> None:
        """What failed, and what came first if there is too much."""
        if task.cancelled() or task.exception() is not None:
            self._known.pop(key, None)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    async def _look(self, offered: ServedEnvironment, options: dict[str, Value]) -> ServedEnvironment:
        try:
            # A few at a time, so that no client can fill the machine with processes, nor one that is slow hold up all.
            async with self._room:
                return await self._examine(offered.name, options)
        except UnservableError as error:
            raise ContractError("INVALID_VALUE", f"options: with these, {error}", "options") from error
        except BrokenError as error:
            raise ContractError("ENVIRONMENT_FAILED", f'env "{offered.id}": {error}') from error

    async def _examine(self, name: str, options: dict[str, Value]) -> ServedEnvironment:
        worker: Worker = self._workers.new()
        try:
            environment: ServedEnvironment = await worker.ask("examine", name, options)
            return await self._with_all_infos(environment, worker)
        finally:
            await worker.end()

    async def _with_all_infos(self, environment: ServedEnvironment, worker: Worker) -> ServedEnvironment:
        """
        :param worker: which has examined it
        """
        try:
            infos = await worker.ask("play", seconds=_PLAY_SECONDS)
        except BrokenError as error:
            log.warning('warning: env "%s": an episode was tried out: %s', environment.id, error)
            return environment
        return dataclasses.replace(environment, infos=infos)

    def _agents(
        self, environment: ServedEnvironment, population: environment_pb2.AgentPopulation
    ) -> NDArray[np.float64]:
        if population.WhichOneof("kind") == "parameters":
            shape = (-1, environment.num_objectives)
            agents = decode_tensor(population.parameters, "agents.parameters", np.float64, shape)
            environment.check_agents(agents)
        else:
            given = population.WhichOneof("kind") is not None
            sampled = population.sampled
            count = sampled.count if given else DEFAULT_NUM_AGENTS
            check_limit("agents.sampled.count", count, self._limits.max_agents, "agents")
            check_seed("agents.sampled.seed", sampled.seed, 1)
            agents = environment.sample_agents(count, sampled.seed)
        if len(agents) < 1:
            raise unexpected("agents", "at least 1", len(agents))
        check_limit("agents", len(agents), self._limits.max_agents, "agents")
        return agents
