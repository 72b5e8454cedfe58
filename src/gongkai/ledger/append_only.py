"""Rows that are written once, for the records of any room."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.core.exceptions import PermissionDenied
from django.db import models


class AppendOnly(models.Model):
    """A row that is written once; `refusal` says so. Its room installs `guards`, by which the database refuses the rest too."""

    refusal: ClassVar[Any]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a second save is refused."""
        if self.pk is not None and not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always refused."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise PermissionDenied(self.refusal)
