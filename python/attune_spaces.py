"""Search spaces and studies from Python programs, as files that Attune reads. The standard library only, Python 3.9 or newer.

A study as a dict, with the keys of a study file::

    import attune_spaces

    attune_spaces.write_study("study.yaml", {
        "study": "cgconv",
        "objective": {"metric": "mean_loss", "mode": "min"},
        "space": {"lr": {"type": "float", "low": 1e-4, "high": 1e-2, "log": True}},
        "trainable": {"python": "train.py:train"},
    })                                                       # then: attune run study.yaml

The ``param_space`` of a program for Ray Tune::

    attune_spaces.write_ray_space("space.json", param_space)  # then: attune space convert space.json --to yaml space.yaml
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

__all__ = ["write_ray_space", "write_study"]

_DOMAINS = {  # what Ray calls the values and the way in which they are drawn, and the function that makes such a domain
    ("Float", "_Uniform"): "uniform",
    ("Float", "_LogUniform"): "loguniform",
    ("Float", "_Normal"): "randn",
    ("Integer", "_Uniform"): "randint",
    ("Integer", "_LogUniform"): "lograndint",
    ("Categorical", "_Uniform"): "choice",
}


def write_study(path, study: Mapping) -> str:
    """Writes a study with the keys of a study file, and returns the text, which is JSON and so YAML. With ``path=None`` nothing is written.

    Raises TypeError for a value that JSON does not have, naming its place; what is wrong with a study, ``attune run`` says.
    """
    return _write(path, _plain(study, "", None))


def write_ray_space(path, param_space: Mapping, bounds: Mapping | None = None) -> str:
    """Writes a ``param_space`` of Ray Tune, and returns the text. With ``path=None`` nothing is written.

    ``bounds`` gives lower and upper to those that have none, ``tune.randn`` and ``tune.qrandn``, by their names, with dots for groups:
    ``bounds={"optimizer.lr": (0, 1)}``. Ray need not be installed to read the file. Raises TypeError for a value that JSON does not have, ValueError for a name
    in ``bounds`` that needs none.
    """
    unused = dict(bounds or {})
    written = {"param_space": _plain(param_space, "", unused)}
    if unused:
        raise ValueError(f"bounds are for tune.randn and tune.qrandn, but the space has none of the name {', '.join(unused)}.")
    return _write(path, written)


def _write(path, value) -> str:
    text = json.dumps(value, indent=2, allow_nan=False) + "\n"
    if path is not None:
        Path(path).write_text(text, encoding="utf-8")
    return text


def _plain(value, place: str, bounds: dict | None):
    """As JSON has it; with ``bounds`` domains of Ray are written too."""
    if bounds is not None and type(value).__module__.startswith("ray.tune"):
        return _domain(value, place, bounds)
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"a key of {place or 'the whole'} must be a text, but got {key!r}.")
        prefix = f"{place}." if place else ""
        return {key: _plain(each, prefix + key, bounds) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each, place, bounds) for each in value]
    if isinstance(value, float) and value - value != 0:
        raise TypeError(f"{place} must be finite, but got {value!r}.")
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Path):
        return str(value)
    if callable(getattr(value, "item", None)) and getattr(value, "shape", None) == ():  # a number of numpy
        return _plain(value.item(), place, bounds)
    raise TypeError(f"{place} must be a value that JSON has, but got {value!r}, a {type(value).__name__}.")


def _domain(domain, place: str, bounds: dict) -> dict:
    kind = type(domain).__name__
    if kind == "Function":
        return {"tune.sample_from": {"func": getattr(domain.func, "__qualname__", repr(domain.func))}}
    sampler = domain.get_sampler() if hasattr(domain, "get_sampler") else None
    quantum = getattr(sampler, "q", None)
    if quantum is not None:
        sampler = sampler.sampler
    function = _DOMAINS.get((kind, type(sampler).__name__))
    if function is None:
        raise TypeError(f"{place} must be a domain that is known here, but got a {kind} drawn by {type(sampler).__name__}.")
    if function == "choice":
        return {"tune.choice": {"categories": _plain(domain.categories, place, bounds)}}
    arguments = {"lower": domain.lower, "upper": domain.upper}
    if function == "randn":
        lower, upper = bounds.pop(place, (None, None))
        arguments = {"mean": sampler.mean, "sd": sampler.sd, "lower": lower, "upper": upper}
        arguments = {name: each for name, each in arguments.items() if each is not None}
    if quantum is not None:
        arguments["q"] = quantum
    return {f"tune.{'' if quantum is None else 'q'}{function}": _plain(arguments, place, bounds)}
