"""What of a study a program says that uses Ray Tune. Reads its text on standard input, and runs nothing of it; prints one JSON object."""

import ast
import json
import operator
import sys

SIGNATURES = {
    "uniform": ("lower", "upper"), "quniform": ("lower", "upper", "q"),
    "loguniform": ("lower", "upper", "base"), "qloguniform": ("lower", "upper", "q", "base"),
    "randint": ("lower", "upper"), "qrandint": ("lower", "upper", "q"),
    "lograndint": ("lower", "upper", "base"), "qlograndint": ("lower", "upper", "q", "base"),
    "randn": ("mean", "sd"), "qrandn": ("mean", "sd", "q"),
    "choice": ("categories",), "grid_search": ("values",),
}
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
RUNS = ("Tuner", "run", "run_experiments")


class NotUnderstood(Exception):
    def __init__(self, node, why):
        super().__init__(f"line {node.lineno}: {why}: {ast.unparse(node)}")


def whole(text):
    number = int(text)
    if abs(number) >= 2 ** 63:
        raise ValueError
    return number


class Program:
    def __init__(self, text):
        self.tree = ast.parse(text)
        self.functions = {node.name for node in self.tree.body if isinstance(node, ast.FunctionDef)}
        self.classes = {node.name for node in self.tree.body if isinstance(node, ast.ClassDef)}
        self.values = {}  # what a name is set to; None if that happens more than once
        for node in ast.walk(self.tree):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, (ast.AnnAssign, ast.AugAssign)) else []
            for target in targets:
                if isinstance(target, ast.Name):
                    once = target.id not in self.values and not isinstance(node, ast.AugAssign)
                    self.values[target.id] = node.value if once else None
        self.found, self.notes = {}, []

    def read(self):
        calls = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call) and self.name(node.func) in RUNS and self.is_tunes(node.func)]
        if not calls:
            return None
        call = calls[0]
        if len(calls) > 1:
            self.notes.append(f"line {calls[1].lineno}: it tunes more than once; this is the first")
        given = self.arguments(call, ("trainable", "config"))
        settings = self.arguments(self.meant(given.pop("tune_config", None)), ())
        given.update({name: value for name, value in settings.items() if name not in given})
        self.trainable(self.meant(given.get("trainable") or given.get("run_or_experiment")), given.get("resources_per_trial"))
        self.space(given.get("param_space") or given.get("config"))
        for name in ("metric", "mode", "num_samples"):
            self.take(name, given.get(name))
        for name in ("scheduler", "search_alg", "stop", "time_budget_s"):
            if name in given and not self.is_none(given[name]):
                self.notes.append(f"line {given[name].lineno}: {name}={ast.unparse(self.meant(given[name]))} was not taken over")
        return {**self.found, "notes": self.notes}

    @staticmethod
    def name(node):
        return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""

    def is_tunes(self, function):
        """Names of their own are taken as Ray's only if no other could be meant."""
        return isinstance(function, ast.Attribute) and self.name(function.value) == "tune" or self.name(function) == "Tuner"

    @staticmethod
    def is_none(node):
        return isinstance(node, ast.Constant) and node.value is None

    def meant(self, node):
        """What a name stands for that is set once."""
        value = self.values.get(node.id) if isinstance(node, ast.Name) else None
        return value if value is not None else node

    def arguments(self, call, names):
        if not isinstance(call, ast.Call):
            return {}
        return {**dict(zip(names, call.args)), **{keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}}

    def trainable(self, node, resources):
        if isinstance(node, ast.Call) and self.name(node.func) in ("with_resources", "with_parameters") and node.args:
            if self.name(node.func) == "with_resources":
                given = self.arguments(node, ("trainable", "resources"))
                resources = resources or given.get("resources")
            else:
                self.notes.append(f"line {node.lineno}: what with_parameters hands over the function has to read itself")
            inner = node.args[0]  # often of the same name: train = with_resources(train, ...)
            self.trainable(inner if self.name(inner) in self.functions | self.classes else self.meant(inner), resources)
            return
        name = self.name(node)
        if name in self.functions:
            self.found["function"] = name
        elif name in self.classes:
            self.notes.append(f"line {node.lineno}: {name} is a class; a trainable is a function of its configuration")
        elif node is not None:
            self.notes.append(f"line {node.lineno}: the trainable {ast.unparse(node)} is no function of this file")
        self.take("resources", resources)

    def take(self, name, node):
        if node is not None and not self.is_none(node):
            try:
                self.found[name] = self.literal(node)
            except NotUnderstood as error:
                self.notes.append(f"{name}, {error}")

    def space(self, node):
        node = self.meant(node)
        if isinstance(node, ast.Dict):
            self.found["param_space"] = self.group(node)
        elif node is not None:
            self.notes.append(f"line {node.lineno}: the space is no literal: {ast.unparse(node)}")

    def group(self, node):
        group = {}
        for key, value in zip(node.keys, node.values):
            try:
                if key is None:
                    raise NotUnderstood(value, "another mapping is taken in here")
                name = self.literal(key)
                if not isinstance(name, str):
                    raise NotUnderstood(key, "this is no name of a parameter")
                group[name] = self.domain(self.meant(value))
            except NotUnderstood as error:
                self.notes.append(str(error))
        return group

    def domain(self, node):
        if isinstance(node, ast.Dict):
            return self.group(node)
        if not isinstance(node, ast.Call):
            return self.literal(node)
        function = self.name(node.func)
        if function not in SIGNATURES:
            raise NotUnderstood(node, "this can only be known when it is run")
        arguments = self.arguments(node, SIGNATURES[function])
        return {"tune." + function: {name: self.literal(value) for name, value in arguments.items()}}

    def literal(self, node):
        node = self.meant(node)
        try:
            return json.loads(json.dumps(self.value(node), allow_nan=False), parse_int=whole)
        except (ValueError, TypeError, ArithmeticError, RecursionError):
            raise NotUnderstood(node, "this is no literal") from None

    def value(self, node):
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
            return OPERATORS[type(node.op)](self.number(node.left), self.number(node.right))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            base, power = self.number(node.left), self.number(node.right)
            if abs(power) > 64:
                raise ValueError
            return base ** power
        if isinstance(node, (ast.List, ast.Tuple)):
            return [self.literal(one) for one in node.elts]
        return ast.literal_eval(node)

    def number(self, node):
        value = self.value(self.meant(node))
        if type(value) not in (int, float) or abs(value) > 1e300:
            raise ValueError
        return value


try:
    print(json.dumps(Program(sys.stdin.buffer.read()).read()))  # bytes, which may say their encoding
except (SyntaxError, RecursionError, ValueError) as problem:
    print(json.dumps({"notes": [f"it is no Python that can be read: {problem}"]}))
