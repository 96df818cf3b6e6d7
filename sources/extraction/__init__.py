"""Reading claims in articles: a pure library, text and published date in, claims out."""

from sources.extraction.model import ModelError, load_model, model_version
from sources.extraction.pipeline import PIPELINE, extract

__all__ = ["PIPELINE", "ModelError", "extract", "load_model", "model_version"]
