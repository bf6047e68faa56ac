"""A session whose statements finish even when their task is canceled."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncResult, AsyncSession

T = TypeVar("T")


async def whole(work: Awaitable[T]) -> T:
    """Await `work` to its end even if this task is canceled in the meantime; then raise the cancellation.

    If canceled in the middle of a statement, SQLAlchemy drops a connection that the driver's thread still uses. The
    transaction then stayed open and blocked every other writer for 10 s. Statements take milliseconds.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        task.exception()  # retrieve the exception, which no longer matters
        raise cancelled
    return task.result()


class Session(AsyncSession):
    """The methods of AsyncSession that the repositories use. Each call runs to its end."""

    async def execute(self, *args: Any, **kwargs: Any) -> sa.Result[Any]:
        """See AsyncSession."""
        return await whole(super().execute(*args, **kwargs))

    async def scalar(self, *args: Any, **kwargs: Any) -> Any:
        """See AsyncSession."""
        return await whole(super().scalar(*args, **kwargs))

    async def scalars(self, *args: Any, **kwargs: Any) -> sa.ScalarResult[Any]:
        """See AsyncSession."""
        return await whole(super().scalars(*args, **kwargs))

    async def stream(self, *args: Any, **kwargs: Any) -> AsyncResult[Any]:
        """See AsyncSession."""
        return await whole(super().stream(*args, **kwargs))

    async def connection(self, *args: Any, **kwargs: Any) -> AsyncConnection:
        """See AsyncSession."""
        return await whole(super().connection(*args, **kwargs))

    async def commit(self) -> None:
        """See AsyncSession. A task that is canceled during the commit has committed."""
        await whole(super().commit())

    async def close(self) -> None:
        """See AsyncSession. Rolls back what was not committed."""
        await whole(super().close())
