"""Where compiled kernels are kept: Numba's files, with a digest by which a damaged one is seen.

Numba hands whatever a file holds to the linker, which ends the process if it is no machine code,
and computes with it if it is some other. A damaged file here is none: the kernel is compiled anew
and the file written again.
"""

from __future__ import annotations

import pickle
from hashlib import sha256
from pathlib import Path
from typing import Any

from numba.core.caching import FunctionCache, IndexDataCacheFile


class _DigestedFile(IndexDataCacheFile):
    """The index of a kernel and its code, which has its digest before it."""

    def _load_index(self) -> dict[Any, str]:
        try:
            return dict(super()._load_index())  # type: ignore[no-untyped-call]
        except OSError:
            raise
        except Exception:  # whatever unpickling a damaged file raises
            return {}

    def _save_data(self, name: str, data: Any) -> None:
        dumped = self._dump(data)  # type: ignore[no-untyped-call]
        with self._open_for_write(self._data_path(name)) as file:  # type: ignore[no-untyped-call]
            file.write(sha256(dumped).digest() + dumped)

    def _load_data(self, name: str) -> Any:
        held = Path(self._data_path(name)).read_bytes()  # type: ignore[no-untyped-call]
        digest, dumped = held[:32], held[32:]
        if sha256(dumped).digest() != digest:
            return None  # as if it were not there
        return pickle.loads(dumped)


class KernelCache(FunctionCache):
    """Numba's cache of a function's compiled code, of which damaged files heal."""

    def __init__(self, function: Any) -> None:
        super().__init__(function)  # type: ignore[no-untyped-call]
        file = self._cache_file
        self._cache_file = _DigestedFile(  # type: ignore[no-untyped-call]
            self.cache_path, self._impl.filename_base, file._source_stamp
        )

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        """Read compiled code, or ``None``.

        Numba's own prepares its compiler first, which takes longer than to read all kernels and
        which none of them needs, as they make no arrays; compiling prepares it in any case.
        """
        with self._guard_against_spurious_io_errors():
            return self._load_overload(signature, target_context)  # type: ignore[no-untyped-call]
