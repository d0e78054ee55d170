"""Matrices multiplied by NumPy for the time of a parse.

Thinc multiplies with BLIS as its package was built, on many processors without their vector instructions; NumPy's BLAS
picks its routines by the processor it finds itself on. The products are the same.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from thinc.api import Model, NumpyOps
from thinc.types import Floats2d


class NumpyProduct(NumpyOps):  # type: ignore[misc]
    def gemm(
        self, x: Floats2d, y: Floats2d, out: Floats2d | None = None, trans1: bool = False, trans2: bool = False
    ) -> Floats2d:
        left: Any = x.T if trans1 else x
        right: Any = y.T if trans2 else y
        into: Any = out
        product: Floats2d = np.matmul(left, right, out=into)
        return product


_OPS = NumpyProduct()


@contextmanager
def by_numpy(models: Iterable[Model[Any, Any]]) -> Iterator[None]:
    """The models multiply by NumPy until the end; those that do not run on the processor are left alone."""
    nodes = [node for model in models for node in model.walk() if type(node.ops) is NumpyOps]
    for node in nodes:
        node.ops = _OPS
    try:
        yield
    finally:
        for node in nodes:
            node.ops = NumpyOps()
