"""A day of one of simglucose's virtual patients, with a sensor, a pump and meals."""

from datetime import datetime
from types import SimpleNamespace

import numpy as np
from simglucose.actuator.pump import InsulinPump
from simglucose.analysis.risk import risk_index
from simglucose.patient.t1dpatient import T1DPatient
from simglucose.sensor.cgm import CGMSensor
from simglucose.simulation.env import T1DSimEnv
from simglucose.simulation.scenario_gen import RandomScenario

# At five in the morning nobody has eaten yet; simglucose draws the meals of a day from then on.
START = datetime(2026, 1, 1, 5)


def body_parameters(name):
    """
    :param name: of a patient, such as `adult#001`
    :returns: the patient's parameters, and the state of the body at rest [13]
    """
    # The simulator reads parameters some thousand times a minute, and from a pandas series it takes four times as long.
    series = T1DPatient.withName(name)._params
    return SimpleNamespace(**series.to_dict()), series.iloc[2:15].to_numpy(float)


def begin_day(parameters, rest, rng):
    """
    :param parameters: as `body_parameters` gives them
    :param rest: [13]
    :param rng: all that is random of the day comes from it: glucose at the start, the sensor's noise and the meals
    """
    seeds = [int(seed) for seed in rng.integers(2**31, size=3)]
    patient = T1DPatient(parameters, init_state=rest.copy(), random_init_bg=True, seed=seeds[0])
    sensor = CGMSensor.withName("Dexcom", seed=seeds[1])
    return T1DSimEnv(patient, sensor, InsulinPump.withName("Insulet"), RandomScenario(START, seed=seeds[2]))


def basal(parameters):
    """Insulin (U/min) that keeps the patient's glucose where it is while nothing is eaten."""
    return parameters.u2ss * parameters.BW / 6000


def announced(day, minutes):
    """Carbohydrates (g) of the meals that begin in the next minutes."""
    now = (day.time - datetime.combine(day.time.date(), datetime.min.time())).total_seconds() / 60
    meals = day.scenario.scenario["meal"]
    return sum(
        amount for time, amount in zip(meals["time"], meals["amount"], strict=True) if now <= time < now + minutes
    )


def low_and_high_risk(glucose):
    """
    :param glucose: mg/dL, [T]
    :returns: low and high blood glucose index (Kovatchev et al. 2006): 0 at 112.5 mg/dL, tens where it is dangerous
    """
    # The formula has no value below 1 mg/dL.
    low, high, _ = risk_index(np.maximum(glucose, 1), len(glucose))
    return float(low), float(high)
