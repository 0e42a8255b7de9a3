# syntax=docker/dockerfile:1
# Three processes, one image: web (default), `manage.py work`, `manage.py watch_jobs`.
ARG PYTHON=3.11

# What Python needs, as wheels in a virtual environment. A change of our code leaves this layer alone.
FROM python:${PYTHON}-slim-bookworm AS dependencies
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: --no-binary pyvips -r /tmp/requirements.txt \
 && /opt/venv/bin/python -m compileall -q /opt/venv/lib

# Our code with its static files gathered and named by their content.
FROM dependencies AS site
WORKDIR /app
COPY . .
RUN DEBUG=false SECRET_KEY=only-for-gathering-files-at-build-time-0000 ALLOWED_HOSTS=build REDIS_URL=redis://build \
    STATIC_ROOT=/app/staticfiles /opt/venv/bin/python manage.py collectstatic --noinput --skip-checks --verbosity 0 \
 && /opt/venv/bin/python -m compileall -q .

FROM python:${PYTHON}-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends espeak-ng tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin storyforge \
 && install -d -o storyforge -g storyforge /data /counts
COPY --from=dependencies /opt/venv /opt/venv
COPY --from=site /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DEBUG=false BIND=0.0.0.0:8000 \
    STATIC_ROOT=/app/staticfiles MEDIA_ROOT=/data/media \
    HOME=/tmp
USER storyforge
EXPOSE 8000
VOLUME ["/data"]
# Runs with a read-only root: everything is written to /data, to /tmp or elsewhere altogether.
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=4 \
  CMD ["python", "scripts/alive.py"]
# A worker hands its book on when it is told to stop; give it TASK_TIMEOUT_SECONDS + 30 s.
STOPSIGNAL SIGTERM
ENTRYPOINT ["tini", "--"]
CMD ["gunicorn", "storyforge_site.wsgi"]
