"""Fits a line to noisy points, with one of two optimizers. Standard library only."""

import math
import random

import attune

POINTS = [(x / 10, 3 * x / 10 - 1) for x in range(-20, 21)]


def train(config):
    noise = random.Random(1)
    weights, first, second = [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]
    for update in range(1, config["updates"] + 1):
        ahead = config.get("momentum", 0.0) if config.get("nesterov") else 0.0
        at = [w - ahead * m for w, m in zip(weights, first)]
        slope = gradient(at, noise, config["batch"])
        for i in (0, 1):
            weights[i] -= sgd(config, slope[i], first, i) if config["optimizer"] == "sgd" else (
                adam(config, slope[i], first, second, i, update))
    error = math.hypot(weights[0] - 3, weights[1] + 1)
    attune.report(error=min(error, 1e6))


def gradient(weights, noise, batch):
    slope = [0.0, 0.0]
    for _ in range(batch):
        x, y = noise.choice(POINTS)
        wrong = weights[0] * x + weights[1] - y + noise.gauss(0, 0.5)
        slope[0] += wrong * x / batch
        slope[1] += wrong / batch
    return slope


def sgd(config, slope, velocity, i):
    velocity[i] = config["momentum"] * velocity[i] + config["lr"] * slope
    return velocity[i]


def adam(config, slope, first, second, i, update):
    beta1, beta2 = config["beta1"], config["beta2"]
    first[i] = beta1 * first[i] + (1 - beta1) * slope
    second[i] = beta2 * second[i] + (1 - beta2) * slope * slope
    mean = first[i] / (1 - beta1**update)
    return config["lr"] * mean / (math.sqrt(second[i] / (1 - beta2**update)) + 1e-8)
