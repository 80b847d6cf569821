# The schedule, the page and the API in one image; what it runs is the command:
#   docker build -t jiyao .
#   docker run -d --init --stop-timeout 120 -v jiyao:/data jiyao schedule
#   docker run -d --init -v jiyao:/data -p 8777:8777 jiyao serve --host 0.0.0.0 --without-keys
FROM python:3.13-slim
WORKDIR /opt/jiyao
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock
COPY crawler crawler
COPY index_mappings index_mappings
COPY jiyao jiyao
COPY pipelines pipelines
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && useradd --create-home jiyao && mkdir /data && chown jiyao /data
USER jiyao
ENV JIYAO_DATA=/data
VOLUME /data
ENTRYPOINT ["jiyao"]
CMD ["schedule"]
