"""The store: load packages in the lake, the build file they are merged into, and the warehouse that readers open.

A run uses it so:

    home = Home(Path("data"))
    with writer_lock(home):                            # WarehouseBusyError if another run is at work
        prepare(home, run_id, grouping)                # clears away what was left; makes the build anew where it must
        known_sources(home, uris)                      # what need not be done again
        write_package(home, package_id, frames, run_id=run_id)       # in any process, once a batch
        report = merge_packages(home, run_id, grouping)              # once a run
        record_run(home, RunRecord(...))
        publish(home)                                  # ChecksFailedError leaves the old warehouse in place
    connection = open_published(home)                  # readers, at any time

`add_correction` and `withdraw_articles` write what people decide to the lake; `merge_packages` then applies it.

Packages that a killed run committed are merged by the next `merge_packages`, whichever run calls it.
"""

from warehouse.store.checks import CheckResult
from warehouse.store.corrections import Correction, add_correction, undo_correction
from warehouse.store.database import SchemaChangedError, open_published
from warehouse.store.export import export
from warehouse.store.grouping import Grouping
from warehouse.store.home import Home, StoreError, WarehouseBusyError, WarehouseMissingError
from warehouse.store.ledger import RunRecord, known_sources, record_run, write_known_content
from warehouse.store.locking import writer_lock
from warehouse.store.merge import MergeReport, merge_packages
from warehouse.store.packages import (
    Package,
    PackageError,
    committed_packages,
    quarantine_run,
    remove_unfinished,
    write_package,
)
from warehouse.store.publish import ChecksFailedError, publish
from warehouse.store.rebuild import prepare, rebuild
from warehouse.store.withdrawals import bring_back_articles, withdraw_articles

__all__ = [
    "CheckResult",
    "ChecksFailedError",
    "Correction",
    "Grouping",
    "Home",
    "MergeReport",
    "Package",
    "PackageError",
    "RunRecord",
    "SchemaChangedError",
    "StoreError",
    "WarehouseBusyError",
    "WarehouseMissingError",
    "add_correction",
    "bring_back_articles",
    "committed_packages",
    "export",
    "known_sources",
    "merge_packages",
    "open_published",
    "prepare",
    "publish",
    "quarantine_run",
    "rebuild",
    "record_run",
    "remove_unfinished",
    "undo_correction",
    "withdraw_articles",
    "write_known_content",
    "write_package",
    "writer_lock",
]
