"""Dates: finds temporal expressions and resolves them to TIMEX3 values and days."""

from transforms.dates.dateline import dateline_date
from transforms.dates.tagger import DateTagger

__all__ = ["DateTagger", "dateline_date"]
