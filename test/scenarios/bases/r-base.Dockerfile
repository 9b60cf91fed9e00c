# Stands in for the official R image.
FROM sm-test-debian:12
RUN apt-get update \
    && apt-get install -y --no-install-recommends r-base-core \
    && rm -rf /var/lib/apt/lists/*
ENV LC_ALL=C.UTF-8
CMD ["R"]
