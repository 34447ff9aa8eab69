# The tap with Meltano and target-postgres, for scheduled runs: docs/schedules.md says how to use it.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never
WORKDIR /srv/tap-sage200

# Every package is locked with its hash. Each plugin has an environment where Meltano expects it.
COPY requirements requirements
RUN python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt \
    && uv venv /opt/meltano \
    && uv pip sync --python /opt/meltano/bin/python --require-hashes requirements/meltano.txt \
    && for plugin in extractors/tap-sage200 loaders/target-postgres; do \
        uv venv .meltano/$plugin/venv \
        && uv pip sync --python .meltano/$plugin/venv/bin/python --require-hashes requirements/plugins.txt; \
    done

COPY pyproject.toml README.md LICENSE meltano.yml loader-logging.yaml ./
COPY tap_sage200 tap_sage200
RUN uv pip install --python .meltano/extractors/tap-sage200/venv/bin/python \
    --no-deps --build-constraints requirements/dev.txt .

# /state keeps what must survive a run: the state and the token. Meltano writes logs to the home of the user. No secret is
# in a layer.
RUN useradd --uid 10001 --create-home sage200 \
    && install --directory --owner=sage200 --mode=700 /state .meltano/run .meltano/logs
ENV PATH=/opt/meltano/bin:$PATH \
    MELTANO_ENVIRONMENT=prod \
    MELTANO_DATABASE_URI=sqlite:////state/meltano.db \
    TAP_SAGE200_TOKEN_FILE=/state/token.json
VOLUME /state
USER sage200

# In this form, without a shell, a signal reaches Meltano, which passes it on to the tap.
ENTRYPOINT ["meltano"]
CMD ["run", "--no-install", "tap-sage200", "target-postgres"]
