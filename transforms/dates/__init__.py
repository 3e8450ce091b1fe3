"""Dates: finds temporal expressions and resolves them to TIMEX3 values and days."""

from transforms.dates.tagger import DateTagger

__all__ = ["DateTagger"]
