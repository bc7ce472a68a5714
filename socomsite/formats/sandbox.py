"""The environment in which templates run: they look at their view, and can do no more.

Nothing private, no change of a value, no call but of macros, of the words and dates we give and of
methods that only look at text; so much work and so much text, then it ends. Knows Jinja; must
never know what templates are for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from functools import lru_cache
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import BytecodeCache, StrictUndefined, nodes, pass_environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.loaders import BaseLoader
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, new_context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import escape

#: Rounds of loops and calls that one page may take: the busiest of the site takes fewer than 2 000.
MOST_STEPS = 500_000
#: Characters of one text, and items of one list, that a template may put together.
LONGEST = 10_000_000
_LARGEST_NUMBER = 2**63
_LONG = 400  # a longer text is hardly that of another page
_MOST_ANSWERS = 10_000
# Of Jinja's own filters those that only look, or whose result is no larger than what goes in.
_FILTERS = frozenset(
    (
        *("abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first"),
        *("float", "forceescape", "groupby", "int", "items", "join", "last", "length", "list"),
        *("lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "safe"),
        *("select", "selectattr", "sort", "string", "sum", "title", "trim", "truncate", "unique"),
        *("upper", "urlencode", "wordcount"),
    )
)
_GLOBALS = frozenset({"range", "dict", "namespace"})
_TEXT_METHODS = frozenset(
    (
        *("capitalize", "count", "endswith", "find", "isdigit", "lower", "lstrip", "partition"),
        *("removeprefix", "removesuffix", "rfind", "rpartition", "rsplit", "rstrip", "split"),
        *("splitlines", "startswith", "strip", "title", "upper"),
    )
)
_MAPPING_METHODS = frozenset({"get", "items", "keys", "values"})
_METHODS = (MethodType, BuiltinMethodType)
_OWN = (Macro, BlockReference, LoopContext)


class EndlessError(Exception):
    """A template went on for longer, or made more, than any page needs."""


@pass_environment
def _counted(environment: Sandbox, items: Iterable[object]) -> Iterable[object]:
    """What a loop goes through, with its rounds counted."""
    if isinstance(items, Sized):
        environment.step(len(items))
        return items
    return _counting(environment, items)


def _counting(environment: Sandbox, items: Iterable[object]) -> Iterator[object]:
    for item in items:
        environment.step(1)
        yield item


@pass_environment
def _replace(_: Sandbox, text: object, old: str, new: str, count: int | None = None) -> str:
    """As Jinja's own, but of bounded length."""
    text = text if isinstance(text, str) else str(text)
    _bounded(len(text) + text.count(str(old)) * len(str(new)))
    return text.replace(old, new, -1 if count is None else count)


def _bounded(length: int) -> None:
    if length > LONGEST:
        raise EndlessError


@lru_cache(maxsize=4096)
def _escaped(text: str) -> str:
    return escape(text)


class _Generator(CodeGenerator):
    """Jinja's compiler, with every loop counted, every joined text measured, escapes kept."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """Compile a template."""
        for loop in list(node.find_all(nodes.For)):
            loop.iter = nodes.Filter(loop.iter, "_counted", [], [], None, None)
        super().visit_Template(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Compile `one ~ other`."""
        self.write("environment.measured(")
        super().visit_Concat(node, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - private to Jinja
        """Begin what the page shows of a value."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, told what of ours a template may call."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, loader: BaseLoader, compiled: BytecodeCache | None = None) -> None:
        """An environment that loads its templates from here alone, and keeps what they become."""
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=compiled,
            cache_size=-1,
        )
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters |= {"_counted": _counted, "replace": _replace}
        self.globals = {name: self.globals[name] for name in _GLOBALS}
        self._steps = 0
        self._safe: dict[tuple[type, str], bool] = {}

    def filled(self, name: str, view: Mapping[str, object]) -> str:
        """A template filled from a view, as Jinja renders it, with nothing done for it yet.

        Jinja would put the view together with what all templates have by a chain of mappings.
        """
        self._steps = 0
        template = self.get_template(name)
        context = new_context(
            self, name, template.blocks, {**self.globals, **view}, shared=True, globals=self.globals
        )
        try:
            return self.concat(template.root_render_func(context))
        except Exception:  # noqa: BLE001 - told of with its place in the template
            self.handle_exception()

    def step(self, rounds: int) -> None:
        """Count rounds of a loop, or a call. Raises EndlessError past what a page may take."""
        self._steps += rounds
        if self._steps > MOST_STEPS:
            raise EndlessError

    @staticmethod
    def measured(text: str) -> str:
        """A text that a template put together. Raises EndlessError if it is too long."""
        _bounded(len(text))
        return text

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """The output of a template or a block in one, as Jinja asks for it."""
        pieces = list(parts)
        _bounded(sum(map(len, pieces)))
        return "".join(pieces)

    @staticmethod
    def escaped(value: object) -> str:
        """A value as the page shows it; most texts stand on many pages."""
        if type(value) is str and len(value) < _LONG:
            return _escaped(value)
        return escape(value)

    def getattr(self, obj: object, attribute: str) -> object:
        """What a template looks at by name: at once if it has been found safe and is no method."""
        try:
            if self._safe[type(obj), attribute]:
                value = getattr(obj, attribute)
                if type(value) not in _METHODS:
                    return value
        except (KeyError, AttributeError):
            pass
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Whether a template may look at this: asked once for each type and name.

        Jinja's answer hangs on nothing else, and was a third of the time of rendering.
        """
        asked = type(obj), attr
        found = self._safe.get(asked)
        if found is None:
            found = super().is_safe_attribute(obj, attr, value)
            if len(self._safe) < _MOST_ANSWERS:
                self._safe[asked] = found
        return found

    def is_safe_callable(self, obj: object) -> bool:
        """Whether a template may call this: our own, or a method that only looks."""
        if isinstance(obj, _OWN) or obj is Namespace or obj is dict:
            return True
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        if isinstance(owner, str):
            return name in _TEXT_METHODS
        if isinstance(owner, dict):
            return name in _MAPPING_METHODS
        if isinstance(owner, LoopContext):
            return name in {"cycle", "changed"}
        return any(obj is given for given in self.globals.values())

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - Jinja's own, whose names a macro's arguments may have
        """Call what a template calls, counted."""
        self.step(1)
        made = super().call(context, called, *args, **kwargs)
        if isinstance(made, str):
            _bounded(len(made))
        return made

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - Jinja's own signature
        """Reckon with numbers of usual size; put texts and lists together with `+`."""
        match operator, left, right:
            case ("+", Sequence(), Sequence()):
                _bounded(len(left) + len(right))
            case (_, int() | float(), int() | float()) if operator != "**":
                if max(abs(left), abs(right)) > _LARGEST_NUMBER:
                    raise EndlessError
            case _:
                raise SecurityError(f"{operator} of {type(left).__name__}")
        return super().call_binop(context, operator, left, right)
