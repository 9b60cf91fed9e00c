# PyTorch and a compiler, for the images that stand in for AWS's PyTorch images. Its 340 packages are unpacked without
# their manuals, and without waiting for the disk after each file.
FROM sm-test-debian:12
RUN printf 'force-unsafe-io\npath-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\npath-exclude=/usr/share/icons/*\n' \
        > /etc/dpkg/dpkg.cfg.d/quick \
    && apt-get update \
    && apt-get install -y --no-install-recommends python3-torch python3-scipy python3-pip python3-dev gcc g++ make \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb /usr/lib/python3*/EXTERNALLY-MANAGED \
    && ln -s /usr/bin/python3 /usr/local/bin/python \
    && ln -s /usr/bin/pip3 /usr/local/bin/pip
ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    PIP_ROOT_USER_ACTION=ignore
