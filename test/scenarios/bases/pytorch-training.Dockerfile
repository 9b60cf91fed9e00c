# Stands in for AWS's PyTorch training image: its entry point and environment, and the toolkits that it has from PyPI.
FROM sm-test-torch:12
# Debian's torch is made for this numpy; newer setuptools have no pkg_resources.
RUN pip install --no-cache-dir sagemaker-pytorch-training==3.0.0 'numpy<2' 'setuptools<80'
# This torch is older than Python 3.11, where an enumeration of flags leaves out 0 and sums: torchrun misses them.
RUN sed -i 's/for s in Std:/for s in (Std.NONE, Std.OUT, Std.ERR, Std.ALL):/' \
        /usr/lib/python3/dist-packages/torch/distributed/elastic/multiprocessing/api.py
ENV SAGEMAKER_TRAINING_MODULE=sagemaker_pytorch_container.training:main \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
COPY start_with_right_hostname.sh /usr/local/bin/start_with_right_hostname.sh
ENTRYPOINT ["bash", "-m", "start_with_right_hostname.sh"]
CMD ["/bin/bash"]
