# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""One batch from raw documents to a package in the lake; runs in a worker and knows nothing of other batches."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from flows.errors import SetupFailed, describe_error, is_disk_full
from flows.jobs import BatchJob
from flows.outcome import BatchResult
from flows.refusals import complete, locator
from flows.settings import gazetteer_cache_folder, geonames_dump
from flows.time_limits import document_limit
from flows.versions import coder_version
from transforms.coded_languages import CODED_LANGUAGE
from transforms.duplicates import sign_articles
from transforms.facts import FACT_TABLES, FactWords, fact_words
from transforms.families import Agency, add_source_families, build_agencies
from transforms.languages.chosen import read_codes
from transforms.prepare import prepare_documents
from transforms.wording import WORD_TABLES, use_words
from warehouse.own_tables import ReferenceTableError, use_own_tables
from warehouse.schema.record_keys import FieldNames
from warehouse.schema.reference_tables.articles import FIELD_NAMES
from warehouse.store.home import Home
from warehouse.store.lake import opened
from warehouse.store.newest import newest_copies
from warehouse.store.packages import write_package

if TYPE_CHECKING:
    from transforms.annotator import Annotator

AGENCIES = "articles/agencies"
BEGUN, BEGUN_AT = "begun_uri", "begun_locator"  # as `warehouse.store.ledger.write_known_content` calls them


def ingest_batch(job: BatchJob) -> BatchResult:
    """Read, prepare, skip what is known, annotate the rest, write one package.

    A package is written whole or not at all, and one of the same name is left as it is; so a batch may be tried again
    at any time.
    """
    started = time.perf_counter()
    _use_the_runs_tables(job)
    _refuse_another_coder(job)
    documents = pl.read_parquet(opened(job.spool)).slice(job.first, job.documents)
    with _machine_to_blame("coded here"):
        load_words()
        prepared = prepare_documents(documents, document_limit, load_field_names())
        known = _known(prepared.articles, job)
        fresh = _without_known(newest_copies(prepared.articles), known, job)
        fresh = add_source_families(fresh, load_agencies())
        frames = _coded(fresh, job) if fresh.height else {}
    frames["article_sources"] = _not_listed(article_sources(prepared.articles), known)
    frames["rejected_records"] = complete(_joined(prepared.rejected, frames.get("rejected_records")))
    package = _write(frames, job)
    give_back_memory()
    return BatchResult(
        batch=job.name,
        documents=job.documents,
        articles=fresh.height,
        unchanged=prepared.articles.height - fresh.height,
        other_languages=fresh.filter(~_is_coded(job)).height,
        rejected=frames["rejected_records"].height,
        events=_height(frames, "event_mentions"),
        seconds=time.perf_counter() - started,
        peak_megabytes=peak_megabytes(),
        package=package,
    )


@contextmanager
def _machine_to_blame(step: str) -> Generator[None]:
    """A full disk, in whichever library's words, is no document's fault: halving the batch would reject them all.

    Raises:
        SetupFailed: the machine could not do what the step ("coded here", "written") asks of it.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, OSError) or is_disk_full(error):
            raise SetupFailed(f"the batch can't be {step}: {error}") from error
        raise


def _use_the_runs_tables(job: BatchJob) -> None:
    """The run's folder of tables of one's own; this process may have been started without.

    Raises:
        SetupFailed: it is not there on this machine.
    """
    try:
        use_own_tables(Path(job.reference) if job.reference else None)
    except ReferenceTableError as error:
        raise SetupFailed(f"the run's own reference tables can't be read here: {error}") from error


def _refuse_another_coder(job: BatchJob) -> None:
    """A worker with other code or tables than the run's must not code: its articles would carry the run's version.

    Raises:
        SetupFailed: tables or code were edited while the run was at work, or differ on the worker's machine.
    """
    here = coder_version()
    if job.coder_version and here != job.coder_version:
        raise SetupFailed(
            f"this worker's coder is {here}, the run's is {job.coder_version}: code or reference tables were edited "
            "while the run was at work, or this machine has others. Start the run again; what was coded is kept"
        )


def article_sources(articles: pl.DataFrame) -> pl.DataFrame:
    """Which file holds which article: also copies, and articles that are known and left out of the package."""
    columns = ["raw_uri", "article_id", "raw_locator", "raw_sha256", "external_id"]
    return (
        articles.select(columns).sort(columns, nulls_last=False).unique(columns[:2], keep="first", maintain_order=True)
    )


def reject_document(job: BatchJob, message: str) -> BatchResult:
    """Reject the one document of a batch that no worker survives; runs in the parent and does not look inside it."""
    document = pl.read_parquet(opened(job.spool)).slice(job.first, 1).row(0, named=True)
    payload = document["record"] or (document["payload"] or b"")[:500].decode("utf-8", "replace")
    row = {
        "stage": "code",
        "rule": "kills_worker",
        "message": f"{message}; the document was tried alone and left out",
        "raw_uri": document["uri"],
        "raw_locator": locator(document["record_number"]),
        "raw_sha256": document["raw_sha256"],
        "payload": payload[:2000],
    }
    package = _write({"rejected_records": complete(pl.DataFrame([row], infer_schema_length=None))}, job, "-rejected")
    return BatchResult(job.name, documents=1, rejected=1, package=package, isolated=(f"{document['uri']}: {message}",))


def _known(articles: pl.DataFrame, job: BatchJob) -> pl.DataFrame | None:
    """What the warehouse holds of these articles; None where it holds none."""
    if not job.known or not articles.height:
        return None
    asked = articles.get_column("article_id").unique().to_list()
    known = pl.scan_parquet(opened(job.known)).filter(pl.col("article_id").is_in(asked)).collect()
    in_utc = pl.selectors.datetime(time_zone=None).dt.replace_time_zone("UTC")  # the warehouse has no zone
    return known.with_columns(in_utc) if known.height else None


def _without_known(articles: pl.DataFrame, known: pl.DataFrame | None, job: BatchJob) -> pl.DataFrame:
    """Leave out articles that the lake holds with the same content, coded by this version; of a file that an earlier
    run began, also those that give way to a text which that run brought.
    """
    if known is None:
        return articles
    same = ["article_id", "content_hash", "coder_version"]
    fresh = articles.with_columns(_version(job).alias("coder_version"))
    fresh = fresh.join(known, on=same, how="anti", nulls_equal=True, maintain_order="left").drop("coder_version")
    return _without_older(fresh, known) if BEGUN in known.columns else fresh


def _without_older(articles: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Leave out texts that would not have been taken, had one run read the begun file to its end."""
    ranked = pl.concat([known.filter(pl.col(BEGUN).is_not_null()), articles], how="diagonal_relaxed")
    return newest_copies(ranked).filter(pl.col(BEGUN).is_null()).select(articles.columns)


def _not_listed(sources: pl.DataFrame, known: pl.DataFrame | None) -> pl.DataFrame:
    """Leave out of `article_sources` what a run that began the file has listed by its first record already."""
    if known is None or BEGUN not in known.columns:
        return sources
    listed = known.select("article_id", pl.col(BEGUN).alias("raw_uri"), BEGUN_AT).drop_nulls("raw_uri")
    both = sources.join(listed, on=["article_id", "raw_uri"], how="left", maintain_order="left")
    return both.filter((pl.col(BEGUN_AT) <= pl.col("raw_locator")).fill_null(False).not_()).drop(BEGUN_AT)


@lru_cache(maxsize=1)
def load_annotator() -> Annotator:
    """The annotator of this process; loading takes some seconds and 500 MB, so it is loaded once and when needed.

    Raises:
        SetupFailed: the language model, the gazetteer or a reference table is missing or broken.
    """
    try:
        from transforms.annotator import build_annotator
        from warehouse.gazetteer import load_gazetteer_frames
        from warehouse.reference import read_reference

        with _one_at_a_time(gazetteer_cache_folder()):  # of workers that start together, one builds the gazetteer
            frames = load_gazetteer_frames(gazetteer_cache_folder(), _to_log, geonames_dump())
        annotator = build_annotator(read_reference(), frames)
        if coder_version.__wrapped__() != coder_version():
            raise SetupFailed("code or reference tables were edited while they were loaded; start the run again")
        gc.freeze()  # it stays to the end, and then half a second would go into taking it to pieces
        return annotator
    except (MemoryError, SetupFailed):
        raise
    except Exception as error:
        raise SetupFailed(f"the annotators could not be loaded: {error} (`dateline doctor` tells more)") from error


@lru_cache(maxsize=1)
def load_fact_words() -> FactWords:
    """The words for numbers and days, read once a process."""
    return fact_words(_tables(FACT_TABLES))


@lru_cache(maxsize=1)
def load_agencies() -> list[Agency]:
    """The news agencies, read once a process."""
    return build_agencies(_tables([AGENCIES])[AGENCIES])


@lru_cache(maxsize=1)
def load_words() -> None:
    """Put the words of newsrooms, sites and datelines in use, once a process."""
    use_words(_tables(WORD_TABLES))


@lru_cache(maxsize=1)
def load_field_names() -> FieldNames:
    """The keys that records are read by, read once a process."""
    return FieldNames.of(_tables([FIELD_NAMES.name])[FIELD_NAMES.name].select("field", "name").iter_rows())


def _tables(names: Iterable[str]) -> dict[str, pl.DataFrame]:
    """Some of the reference tables.

    Raises:
        SetupFailed: one is missing or broken.
    """
    from warehouse.reference import ReferenceTableError, read_reference_table
    from warehouse.schema.reference_tables import all_reference_tables

    declared = all_reference_tables()
    try:
        return {name: read_reference_table(declared[name]) for name in names}
    except ReferenceTableError as error:
        raise SetupFailed(f"a reference table could not be loaded: {error} (`dateline doctor` tells more)") from error


@contextmanager
def _one_at_a_time(folder: Path) -> Generator[None, None, None]:
    try:
        import fcntl
    except ImportError:  # Windows: two may build, the one that is ready last is thrown away
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _coded(articles: pl.DataFrame, job: BatchJob) -> dict[str, pl.DataFrame]:
    """The frames of a package. Articles in other languages are stored as they are, without loading the annotators."""
    versioned = articles.with_columns(_version(job).alias("coder_version"))
    frames = {"articles": versioned}
    languages = versioned.filter(pl.col("coder_version").is_not_null()).get_column("language").unique().sort().to_list()
    if languages:
        from transforms.annotator import annotate_articles

        frames = annotate_articles(versioned, _annotator_of(languages), document_limit)
    signed = sign_articles(articles, load_fact_words(), document_limit)
    return frames | {"article_signatures": signed.signatures, "article_bands": signed.bands}


def _annotator_of(languages: Iterable[str]) -> Annotator:
    """The annotator, ready for these languages: what a pack lacks is no article's fault.

    Raises:
        SetupFailed: a pack cannot be built.
    """
    annotator = load_annotator()
    others = [code for code in languages if code != CODED_LANGUAGE]
    try:
        if others:
            annotator.load(others)
    except MemoryError:
        raise
    except Exception as error:
        raise SetupFailed(
            f"the readers of {', '.join(others)} could not be loaded: {describe_error(error)}"
            + ("; is a table of that name declared in warehouse/schema/reference_tables?" if _is_table(error) else "")
        ) from error
    return annotator


def _is_table(error: Exception) -> bool:
    """Whether what was asked for and is not there is called as a reference table: "de/frames"."""
    return isinstance(error, KeyError) and "/" in str(error)


def _is_coded(job: BatchJob) -> pl.Expr:
    """Whether the run codes the article's language."""
    return pl.col("language").is_in(read_codes(job.languages)).fill_null(value=False)


def _version(job: BatchJob) -> pl.Expr:
    """The coder's version for articles that the run codes, NULL for the others."""
    return pl.when(_is_coded(job)).then(pl.lit(job.coder_version))


def _write(frames: Mapping[str, pl.DataFrame], job: BatchJob, suffix: str = "") -> str | None:
    filled = {name: frame for name, frame in frames.items() if frame.height}
    if not filled:
        return None
    home, name = Home(job.home_folder), job.name + suffix
    with _machine_to_blame("written"):
        written = write_package(home, name, filled, run_id=job.run_id, sequence=job.sequence, lake=job.lake or None)
    return written.name


def _joined(first: pl.DataFrame, second: pl.DataFrame | None) -> pl.DataFrame:
    return first if second is None else pl.concat([first, second], how="diagonal_relaxed")


def _height(frames: Mapping[str, pl.DataFrame], name: str) -> int:
    return frames[name].height if name in frames else 0


def _to_log(text: str) -> None:
    sys.stderr.write(text + "\n")


def give_back_memory() -> None:
    """Return to the system what the batch freed; by itself glibc keeps it, a hundred megabytes after long articles."""
    import ctypes

    try:
        _ = ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):  # another C library, macOS, Windows
        return


def peak_megabytes() -> int:
    """The most memory that this process has held, where the system tells."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024) if sys.platform == "darwin" else peak // 1024
