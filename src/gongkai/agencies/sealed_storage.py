"""Where files lie that must not lie open: sealed on the way in, opened on the way out, in whatever store is the default."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage
from django.utils.deconstruct import deconstructible

from gongkai.agencies import sealing


@deconstructible
class SealedStorage(Storage):
    """Files as sealed bytes in the default store. They have no address: only views that ask the gate hand them out."""

    def _save(self, name: str, content: File[bytes]) -> str:
        content.seek(0)
        return str(default_storage.save(name, ContentFile(sealing.seal_bytes(content.read(), name))))

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        if mode not in ("r", "rb"):
            raise ValueError("a sealed file is written once")
        with default_storage.open(name, "rb") as stored:
            return ContentFile(sealing.unseal_bytes(stored.read(), name), name=name)

    def delete(self, name: str) -> None:
        """Remove it; no matter if it is gone."""
        default_storage.delete(name)

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return default_storage.exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Folders and files in a folder."""
        folders, names = default_storage.listdir(path)
        return list(folders), list(names)

    def size(self, name: str) -> int:
        """Bytes of the content, without the seal."""
        return default_storage.size(name) - sealing.OVERHEAD

    def get_modified_time(self, name: str) -> datetime:
        """When it was written."""
        return default_storage.get_modified_time(name)


def sealed_storage() -> SealedStorage:
    """The store of the fields that hold sealed files."""
    return SealedStorage()


def reseal(name: str) -> bool:
    """Seal a file with the first key, whether it was plain or sealed with an older one. False: nothing to do or gone."""
    try:
        with default_storage.open(name, "rb") as stored:
            data = stored.read()
    except FileNotFoundError:
        return False
    if sealing.is_sealed_bytes(data):
        if sealing.key_id(data) == sealing.keyring()[0].id:
            return False
        data = sealing.unseal_bytes(data, name)
    _replace(name, sealing.seal_bytes(data, name))
    return True


def _replace(name: str, data: bytes) -> None:
    """Write beside it, then put it in its place: a crash leaves the old file or the new one."""
    try:
        target = Path(default_storage.path(name))
    except NotImplementedError:  # a store without folders replaces as a whole
        default_storage.delete(name)
        default_storage.save(name, ContentFile(data))
        return
    draft = target.with_name(f"{target.name}.sealing")
    stream: IO[bytes]
    with draft.open("wb") as stream:
        stream.write(data)
    draft.replace(target)
