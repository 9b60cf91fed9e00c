# `serve` listens where SageMaker says: several containers may share a host.
LABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true
