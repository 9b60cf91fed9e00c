# Stands in for AWS's PyTorch inference image: its entry point and environment, TorchServe, and the toolkit from PyPI.
FROM sm-test-torch:12
RUN apt-get update \
    && apt-get install -y --no-install-recommends openjdk-17-jre-headless \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
RUN pip install --no-cache-dir sagemaker-pytorch-inference==2.0.25 torchserve==0.12.0 torch-model-archiver==0.12.0 \
        'numpy<2' 'setuptools<80'
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TEMP=/home/model-server/tmp
RUN mkdir -p /home/model-server/tmp
COPY dockerd-entrypoint.py /usr/local/bin/dockerd-entrypoint.py
EXPOSE 8080 8081
ENTRYPOINT ["python", "/usr/local/bin/dockerd-entrypoint.py"]
CMD ["torchserve", "--start"]
