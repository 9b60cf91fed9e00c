# On a host with GPUs, NVIDIA's runtime brings the driver to images that ask for it.
ENV {{variables}}
