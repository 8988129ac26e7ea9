"""Break the safety room on purpose, one place at a time, and count what its tests notice.

    python -m tools.mutants [--seconds 1200] [--sample 0] [--only judge_site.py ...]

A mutant changes one comparison, arithmetic or boolean operator, number, truth value, condition,
return or yield. Texts and decorators are not mutated. Each mutant runs the tests of the room in a
forked process
that stops at the first failure; what no test notices is a survivor and is printed with its line.
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOM = ROOT / "src" / "filiform" / "safety"
TESTS = [
    "tests/safety/test_site_rules.py",
    "tests/safety/test_clinic_limits.py",
    "tests/safety/test_screening_rules.py",
    "tests/safety",
]
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore", "-m", "not soak"]
LONGEST_S = 90
COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
COMPUTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Pow: ast.Mult,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One broken source."""

    file: str
    line: int
    what: str
    source: str


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    decorators = [d for n in ast.walk(tree) for d in getattr(n, "decorator_list", ())]
    decorated = {id(inner) for decorator in decorators for inner in ast.walk(decorator)}
    for number, node in enumerate(ast.walk(tree)):
        for change, what in enumerate([] if id(node) in decorated else _changes(node)):
            broken = copy.deepcopy(tree)
            twin = next(n for i, n in enumerate(ast.walk(broken)) if i == number)
            _apply(twin, change)
            source = ast.unparse(ast.fix_missing_locations(broken))
            yield Mutant(path.name, getattr(node, "lineno", 0), what, source)


def _changes(node: ast.AST) -> list[str]:
    match node:
        case ast.Compare():
            return [f"{ast.unparse(node)}: other comparison"]
        case ast.BinOp() if type(node.op) in COMPUTED and not isinstance(node.left, ast.JoinedStr):
            return [f"{ast.unparse(node)}: other operator"]
        case ast.BoolOp():
            return [f"{ast.unparse(node)}: and for or"]
        case ast.UnaryOp(op=ast.Not()):
            return [f"{ast.unparse(node)}: not left out"]
        case ast.Constant(value=bool()):
            return [f"{node.value}: turned"]
        case ast.Constant(value=int() | float()):
            return [f"{node.value}: one more"]
        case ast.If() | ast.IfExp():
            return [f"if {ast.unparse(node.test)}: always", f"if {ast.unparse(node.test)}: never"]
        case ast.Return(value=ast.expr()):
            return [f"{ast.unparse(node)}: returns None"]
        case ast.Expr(value=ast.Yield() | ast.YieldFrom() | ast.Call()):
            return [f"{ast.unparse(node)}: left out"]
    return []


def _apply(node: ast.AST, change: int) -> None:
    match node:
        case ast.Compare():
            node.ops[0] = COMPARED[type(node.ops[0])]()
        case ast.BinOp():
            node.op = COMPUTED[type(node.op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp():
            node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
        case ast.Constant(value=bool()):
            node.value = not node.value
        case ast.Constant():
            assert isinstance(node.value, int | float)
            node.value += 1
        case ast.If() | ast.IfExp():
            node.test = ast.Constant(change == 0)
        case ast.Return():
            node.value = ast.Constant(None)
        case ast.Expr():
            node.value = ast.Constant(None)


class _Broken(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Serves one module of the room from a broken source."""

    def __init__(self, mutant: Mutant) -> None:
        stem = Path(mutant.file).stem
        self.name = "filiform.safety" + ("" if stem == "__init__" else f".{stem}")
        self.source = mutant.source

    def find_spec(self, name: str, path: object = None, target: object = None) -> object:
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: object) -> None:
        exec(compile(self.source, self.name, "exec"), module.__dict__)  # noqa: S102


def survives(mutant: Mutant) -> bool:
    """Whether the tests pass on a mutant; one that never ends is noticed."""
    child = os.fork()
    if child == 0:
        os._exit(_run(mutant))
    ends = time.monotonic() + LONGEST_S
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _run(mutant: Mutant) -> int:
    import pytest

    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    for name in [n for n in sys.modules if n.startswith(("filiform.safety", "filiform.care"))]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Broken(mutant))
    return int(pytest.main([*OPTIONS, *TESTS]))


def main() -> int:
    """Run the mutants; the status is 0 if at least nine in ten are noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--sample", type=int, default=0, help="that many, drawn by a fixed seed")
    parser.add_argument("--only", nargs="*", default=[])
    wanted = parser.parse_args()
    os.chdir(ROOT)
    sys.dont_write_bytecode = True
    _warm_up()
    paths = [p for p in sorted(ROOM.glob("*.py")) if not wanted.only or p.name in wanted.only]
    mutants = [mutant for path in paths for mutant in mutants_of(path)]
    total = len(mutants)
    random.Random(1).shuffle(mutants)  # noqa: S311
    mutants = mutants[: wanted.sample or total]
    whole = (ROOM / "judge.py").read_text(encoding="utf-8")
    if not survives(Mutant("judge.py", 0, "nothing", whole)):
        print("The tests fail on the unbroken room; nothing to learn from mutants.")
        return 2
    began, run, survivors = time.monotonic(), 0, []
    for mutant in mutants:
        if time.monotonic() - began > wanted.seconds:
            break
        run += 1
        if survives(mutant):
            survivors.append(mutant)
            print(f"survived  {mutant.file}:{mutant.line}  {mutant.what}", flush=True)
    share = 1 - len(survivors) / max(run, 1)
    print(json.dumps({"mutants": total, "run": run, "survived": len(survivors), "killed": share}))
    return 0 if share >= 0.9 else 1


def _warm_up() -> None:
    """Load once what every child needs and no mutant changes."""
    import numpy  # noqa: F401
    import pytest  # noqa: F401

    from filiform.atlas import load_atlas

    load_atlas()


if __name__ == "__main__":
    raise SystemExit(main())
