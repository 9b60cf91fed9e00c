# Stands in for AWS's PyTorch training image: PyTorch, and the training toolkit with its program `train`.
FROM sm-test-debian:12
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3-torch python3-pip python3-dev gcc g++ make \
    && rm -rf /var/lib/apt/lists/* /usr/lib/python3*/EXTERNALLY-MANAGED \
    && ln -s /usr/bin/python3 /usr/local/bin/python \
    && ln -s /usr/bin/pip3 /usr/local/bin/pip
ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    PIP_ROOT_USER_ACTION=ignore
RUN pip install --no-cache-dir sagemaker-training==4.8.3 'setuptools<80'
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
CMD ["/bin/bash"]
