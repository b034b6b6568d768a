"""A small neural network, written by hand, that tells two interleaved half moons apart. Needs nothing but Python."""

import json
import math
import random

import attune

EPOCHS = 27


def half_moons(count: int, seed: int) -> list:
    """Points (x, y, label), half of them on each moon, with noise."""
    draw = random.Random(seed)
    points = []
    for i in range(count):
        label, angle = i % 2, draw.uniform(0, math.pi)
        x, y = (math.cos(angle), math.sin(angle)) if label == 0 else (1 - math.cos(angle), 0.5 - math.sin(angle))
        points.append((x + draw.gauss(0, 0.15), y + draw.gauss(0, 0.15), label))
    return points


class Network:
    """Two inputs, a hidden layer, one output: the probability of label 1. A row of weights is a hidden unit: x, y, bias, out."""

    def __init__(self, hidden: int, activation: str, seed: int):
        draw = random.Random(seed)
        self.relu = activation == "relu"
        self.rows = [[draw.gauss(0, 1) for _ in range(3)] + [draw.gauss(0, hidden**-0.5)] for _ in range(hidden)]
        self.speeds = [[0.0] * 4 for _ in range(hidden)]

    def forward(self, x: float, y: float):
        sums = [row[0] * x + row[1] * y + row[2] for row in self.rows]
        units = [max(0.0, s) for s in sums] if self.relu else [math.tanh(s) for s in sums]
        logit = sum(row[3] * unit for row, unit in zip(self.rows, units))
        return units, 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))

    def learn(self, x: float, y: float, label: int, lr: float, momentum: float) -> None:
        units, probability = self.forward(x, y)
        error = probability - label
        for row, speed, unit in zip(self.rows, self.speeds, units):
            slope = float(unit > 0) if self.relu else 1 - unit * unit
            back = error * row[3] * slope
            for i, gradient in enumerate((back * x, back * y, back, error * unit)):
                speed[i] = momentum * speed[i] - lr * gradient
                row[i] += speed[i]

    def loss(self, points: list) -> float:
        total = 0.0
        for x, y, label in points:
            probability = self.forward(x, y)[1]
            total -= math.log(max(1e-9, probability if label else 1 - probability))
        return total / len(points)

    def accuracy(self, points: list) -> float:
        return sum((self.forward(x, y)[1] > 0.5) == label for x, y, label in points) / len(points)


def train(config: dict) -> None:
    training, validation = half_moons(200, seed=1), half_moons(200, seed=2)
    network = Network(config["hidden"], config["activation"], seed=0)
    first = 1
    if attune.checkpoint():
        saved = json.loads((attune.checkpoint() / "network.json").read_text())
        network.rows, network.speeds, first = saved["rows"], saved["speeds"], saved["epoch"] + 1

    for epoch in range(first, EPOCHS + 1):
        for x, y, label in random.Random(epoch).sample(training, len(training)):
            network.learn(x, y, label, config["lr"], config["momentum"])
        folder = attune.save_dir()
        saved = {"epoch": epoch, "rows": network.rows, "speeds": network.speeds}
        (folder / "network.json").write_text(json.dumps(saved))
        attune.report(step=epoch, loss=network.loss(validation), accuracy=network.accuracy(validation), checkpoint=folder)


if __name__ == "__main__":
    train(attune.config(lr=0.05, momentum=0.5, hidden=8, activation="tanh"))
