import json
import sys
import tempfile
import unittest
from pathlib import Path

from fake_worker import CLIENT

sys.path.insert(0, str(CLIENT.parent))
import attune_spaces  # noqa: E402


def _object(name, members):
    """An object of a class of Ray's, as far as it is looked at."""
    made = type(name, (), {"__module__": "ray.tune.search.sample", "get_sampler": lambda self: self.sampler})()
    made.__dict__.update(members)
    return made


def number(kind, sampler, lower, upper, q=None, **members):
    inner = _object(sampler, members)
    sampler = inner if q is None else _object("Quantized", {"sampler": inner, "q": q})
    return _object(kind, {"lower": lower, "upper": upper, "sampler": sampler})


class StudyTest(unittest.TestCase):
    def test_a_study_is_written_as_it_is(self):
        study = {"study": "toy", "space": {"kind": {"type": "categorical", "choices": ["a", None, 2.5, True]}}, "trials": 3}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "study.yaml")
            text = attune_spaces.write_study(path, study)
            self.assertEqual(text, path.read_text(encoding="utf-8"))
        self.assertEqual(json.loads(text), study)

    def test_tuples_and_paths_become_what_json_has(self):
        text = attune_spaces.write_study(None, {"choices": (1, 2), "trainable": {"python": Path("train.py")}})
        self.assertEqual(json.loads(text), {"choices": [1, 2], "trainable": {"python": "train.py"}})

    def test_what_json_has_not_is_named(self):
        with self.assertRaisesRegex(TypeError, "^space.kind.choices must be a value that JSON has, but got .*, a function"):
            attune_spaces.write_study(None, {"space": {"kind": {"choices": [number]}}})
        with self.assertRaisesRegex(TypeError, "^low must be finite, but got nan"):
            attune_spaces.write_study(None, {"low": float("nan")})
        with self.assertRaisesRegex(TypeError, "^a key of space must be a text, but got 1"):
            attune_spaces.write_study(None, {"space": {1: {}}})


class RaySpaceTest(unittest.TestCase):
    def test_domains_are_written_as_calls(self):
        space = {
            "u": number("Float", "_Uniform", 0, 1),
            "group": {"q": number("Float", "_LogUniform", 1e-4, 0.1, q=5e-5), "fixed": [1, 2]},
            "n": number("Integer", "_Uniform", 1, 9),
            "c": _object("Categorical", {"categories": ["a", 1, None], "sampler": _object("_Uniform", {})}),
            "g": {"grid_search": [1, 2]},
            "f": _object("Function", {"func": number}),
        }
        self.assertEqual(
            json.loads(attune_spaces.write_ray_space(None, space)),
            {
                "param_space": {
                    "u": {"tune.uniform": {"lower": 0, "upper": 1}},
                    "group": {"q": {"tune.qloguniform": {"lower": 1e-4, "upper": 0.1, "q": 5e-5}}, "fixed": [1, 2]},
                    "n": {"tune.randint": {"lower": 1, "upper": 9}},
                    "c": {"tune.choice": {"categories": ["a", 1, None]}},
                    "g": {"grid_search": [1, 2]},
                    "f": {"tune.sample_from": {"func": "number"}},
                }
            },
        )

    def test_a_normal_has_the_bounds_that_are_given(self):
        normal = number("Float", "_Normal", float("-inf"), float("inf"), mean=10, sd=2)
        written = json.loads(attune_spaces.write_ray_space(None, {"a": {"x": normal}, "y": normal}, bounds={"a.x": (0, 20)}))
        self.assertEqual(written["param_space"]["a"]["x"], {"tune.randn": {"mean": 10, "sd": 2, "lower": 0, "upper": 20}})
        self.assertEqual(written["param_space"]["y"], {"tune.randn": {"mean": 10, "sd": 2}})

    def test_bounds_for_what_needs_none_are_refused(self):
        with self.assertRaisesRegex(ValueError, "none of the name y"):
            attune_spaces.write_ray_space(None, {"x": number("Float", "_Uniform", 0, 1)}, bounds={"y": (0, 1)})

    def test_unknown_domains_are_named(self):
        with self.assertRaisesRegex(TypeError, "^x must be a domain that is known here"):
            attune_spaces.write_ray_space(None, {"x": number("Float", "_Other", 0, 1)})

    def test_what_ray_itself_makes_is_known(self):
        try:
            from ray import tune
        except ImportError:
            self.skipTest("Ray Tune is not installed.")
        space = {
            "uniform": tune.uniform(0, 1),
            "loguniform": tune.loguniform(1e-4, 0.1),
            "quniform": tune.quniform(3.2, 5.4, 0.2),
            "qloguniform": tune.qloguniform(1e-4, 0.1, 5e-5),
            "randint": tune.randint(0, 10),
            "lograndint": tune.lograndint(1, 100),
            "qrandint": tune.qrandint(4, 12, 3),
            "qlograndint": tune.qlograndint(1, 100, 10),
            "randn": tune.randn(10, 2),
            "qrandn": tune.qrandn(10, 2, 0.5),
            "choice": tune.choice(["a", 1]),
            "sample_from": tune.sample_from(lambda spec: 1),
        }
        written = json.loads(attune_spaces.write_ray_space(None, space))["param_space"]
        self.assertEqual({name: f"tune.{name}" for name in space}, {name: next(iter(each)) for name, each in written.items()})


if __name__ == "__main__":
    unittest.main()
