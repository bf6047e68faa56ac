"""A session whose statements are not torn apart when their task is cancelled."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncResult, AsyncSession

T = TypeVar("T")


async def whole(work: Awaitable[T]) -> T:
    """Await `work` to its end even if this task is cancelled meanwhile, and be cancelled only then.

    Cancelled in the middle of a statement, SQLAlchemy drops a connection that the driver's thread still works on:
    the transaction stayed open and kept every other writer out for 10 s. Statements take milliseconds.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        task.exception()  # what the statement came to is of no interest any more
        raise cancelled
    return task.result()


class Session(AsyncSession):
    """What the repositories use of AsyncSession, each call run to its end."""

    async def execute(self, *args: Any, **kwargs: Any) -> sa.Result[Any]:
        """AsyncSession's."""
        return await whole(super().execute(*args, **kwargs))

    async def scalar(self, *args: Any, **kwargs: Any) -> Any:
        """AsyncSession's."""
        return await whole(super().scalar(*args, **kwargs))

    async def scalars(self, *args: Any, **kwargs: Any) -> sa.ScalarResult[Any]:
        """AsyncSession's."""
        return await whole(super().scalars(*args, **kwargs))

    async def stream(self, *args: Any, **kwargs: Any) -> AsyncResult[Any]:
        """AsyncSession's."""
        return await whole(super().stream(*args, **kwargs))

    async def connection(self, *args: Any, **kwargs: Any) -> AsyncConnection:
        """AsyncSession's."""
        return await whole(super().connection(*args, **kwargs))

    async def commit(self) -> None:
        """AsyncSession's. A task that is cancelled while it commits has committed."""
        await whole(super().commit())

    async def close(self) -> None:
        """AsyncSession's: rolls back what was not committed."""
        await whole(super().close())
