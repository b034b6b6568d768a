"""Rounds of functions that sleep for a second, one for each CPU of the cluster: `python rounds.py [ROUNDS] [SECONDS]`.

A line a round: how long it took, and which node ran how many."""

import sys
import time
from collections import Counter

import attune


@attune.remote(cpu=1)
def nap(seconds):
    time.sleep(seconds)
    return attune.node()


def main(rounds=60, seconds=1.0):
    attune.init()
    cpus = sum(int(node["cpu"]) for node in attune.nodes())
    for number in range(1, rounds + 1):
        start = time.perf_counter()
        nodes = Counter(attune.get(nap.map([seconds] * cpus)))
        took = time.perf_counter() - start
        print(f"round {number}: {took:.3f} s ", *(f"{node}:{count}" for node, count in sorted(nodes.items())), flush=True)


if __name__ == "__main__":
    main(*(kind(word) for kind, word in zip((int, float), sys.argv[1:])))
