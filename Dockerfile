# The schedule, the page and the API in one image; what it runs is the command. compose.yaml puts it to work; alone:
#   docker build -t jiyao .
#   docker run -d --init --stop-timeout 120 -v jiyao:/data jiyao schedule
#   docker run -d --init -v jiyao:/data -p 127.0.0.1:8777:8777 jiyao serve --host 0.0.0.0 --without-keys
FROM python:3.13.7-slim-bookworm
WORKDIR /opt/jiyao
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY crawler crawler
COPY index_mappings index_mappings
COPY jiyao jiyao
COPY pipelines pipelines
# A new volume takes its owner from the folder that it is mounted on.
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
    && useradd --uid 1000 --create-home jiyao \
    && mkdir /data /secrets /snapshots /proxy /backups \
    && chown jiyao:jiyao /data /secrets /snapshots /proxy /backups
USER jiyao
ENV JIYAO_DATA=/data PYTHONUNBUFFERED=1
VOLUME /data
ENTRYPOINT ["jiyao"]
CMD ["schedule"]
