"""Raw documents to articles: characters, layout, pages, language, publication date, identifiers. Pure."""

from transforms.prepare.articles import ARTICLE_SCHEMA, Prepared, prepare_documents

__all__ = ["ARTICLE_SCHEMA", "Prepared", "prepare_documents"]
