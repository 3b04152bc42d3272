# The crawler alone: what it writes (feeds, store) goes to /data, which is a volume.
#   docker build -t related-news .
#   docker run --rm -v related-news:/data related-news crawl related -a url=https://…
# A folder of the host instead of the volume related-news must be writable for the image's user:
#   mkdir data && sudo chown 10001 data      and then -v "$PWD/data:/data"
FROM python:3.13-slim AS build
ARG VERSION=
WORKDIR /src
COPY . /src
# The version is the git tag's; where the context has no .git, give --build-arg VERSION=1.2.3
RUN apt-get update && apt-get install -y --no-install-recommends git
RUN pip install --no-cache-dir build
RUN SETUPTOOLS_SCM_PRETEND_VERSION=$VERSION python -m build --wheel --outdir /wheels /src
RUN ! ls /wheels/*-0.0.0+unknown-* 2>/dev/null || { echo "no version: give --build-arg VERSION=1.2.3" >&2; exit 1; }

FROM python:3.13-slim
COPY requirements.lock /wheels/requirements.lock
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --require-hashes -r /wheels/requirements.lock
RUN pip install --no-cache-dir --no-deps /wheels/*.whl
RUN useradd --uid 10001 --create-home crawler && mkdir /data && chown crawler /data
USER crawler
WORKDIR /data
VOLUME /data
# A store that cannot be read is what a crawl cannot go on with.
HEALTHCHECK --interval=5m --timeout=30s CMD test ! -e output/related.db || related-news store >/dev/null
ENTRYPOINT ["related-news"]
CMD ["--help"]
