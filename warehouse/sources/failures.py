"""What goes wrong while a file is read, put into words that help.

What belongs here: exceptions of files and libraries to rejects.
"""

from __future__ import annotations

import errno
import zlib

from warehouse.sources.model import Rejected

_OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE)
"""No file's fault: the disk is full where members of archives are unpacked, a file may not grow, too many are open."""


class ReadLimitError(Exception):
    """An input costs more than the limits allow; the message names the limit."""


def is_of_the_machine(error: BaseException) -> bool:
    """Whether the machine is to blame, and every other file would fare the same."""
    return isinstance(error, OSError) and error.errno in _OF_THE_MACHINE


def rejected_for(error: Exception, uri: str) -> Rejected:
    """The reject for a file or member that made a library raise.

    Raises:
        OSError: the machine is to blame, and every other file would fare the same.
    """
    if isinstance(error, ReadLimitError):
        return Rejected(uri, None, "read", "size_limit", str(error))
    if is_of_the_machine(error):
        raise error
    if isinstance(error, OSError) and error.errno and error.strerror:
        message = f"the file cannot be opened ({error.strerror}); check that it is there and may be read"
        return Rejected(uri, None, "read", "file_unreadable", message)
    if "password" in str(error) or "encrypted" in str(error):
        return Rejected(uri, None, "read", "encrypted", "it is encrypted; unpack or save it with its password first")
    reason = "compressed data is damaged" if isinstance(error, zlib.error) else str(error) or type(error).__name__
    message = f"the file is damaged or cut off ({reason}); fetch it again, what came before was read"
    return Rejected(uri, None, "read", "file_damaged", message)
