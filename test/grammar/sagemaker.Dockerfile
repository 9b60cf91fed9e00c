# SYNTAX TEST "source.dockerfile" "what SageMaker means in a Dockerfile stands out"

# sagemaker: roles=training,inference
# <- comment.line.number-sign.dockerfile punctuation.definition.comment.dockerfile
# ^^^^^^^^^^ keyword.control.directive.sagemaker
#            ^^^^^ entity.other.attribute-name.directive.sagemaker
#                  ^^^^^^^^ constant.language.sagemaker
#                          ^ - constant.language.sagemaker
#                           ^^^^^^^^^ constant.language.sagemaker

# sagemaker: ignore=runs-as-root reason=the job writes to /opt/ml/model as root
#            ^^^^^^ entity.other.attribute-name.directive.sagemaker
#                   ^^^^^^^^^^^^ constant.language.sagemaker
#                                ^^^^^^ entity.other.attribute-name.directive.sagemaker
#                                       ^^^^^^^^^^ string.unquoted.reason.sagemaker
#                                                         ^^^^^^ - support.type.path.sagemaker

FROM 763104351884.dkr.ecr.us-west-2.amazonaws.com/pytorch-training:2.10.0-gpu-py313 AS build
# <---- keyword.other.special-method.dockerfile
#    ^^^^^^^^^^^^ meta.image-uri.sagemaker constant.numeric.account.sagemaker
#                ^^^^^^^^ - support.constant.region.sagemaker
#                         ^^^^^^^^^ support.constant.region.sagemaker
#                                                 ^^^^^^^^^^^^^^^^ entity.name.type.repository.sagemaker
#                                                                  ^^^^^^^^^^^^^^^^ constant.other.tag.sagemaker
#                                                                                   ^^ keyword.other.special-method.dockerfile
#                                                                                      ^^^^^ - meta.image-uri.sagemaker

FROM --platform=linux/amd64 727897471807.dkr.ecr.cn-north-1.amazonaws.com.cn/mxnet-inference:1.9.0-cpu-py38
# <---- keyword.other.special-method.dockerfile
#                           ^^^^^^^^^^^^ constant.numeric.account.sagemaker
#                                                ^^^^^^^^^^ support.constant.region.sagemaker
#                                                                            ^^^^^^^^^^^^^^^ entity.name.type.repository.sagemaker

FROM 763104351884.dkr.ecr.${REGION}.amazonaws.com/tensorflow-training:${TAG}
#                         ^^^^^^^^^ support.constant.region.sagemaker
#                                                 ^^^^^^^^^^^^^^^^^^^ entity.name.type.repository.sagemaker
#                                                                     ^^^^^^ constant.other.tag.sagemaker

FROM public.ecr.aws/sagemaker/sagemaker-distribution:4.4.1-cpu
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ entity.name.type.repository.sagemaker
#                                                    ^^^^^^^^^ constant.other.tag.sagemaker

FROM python:3.12-slim AS serve
# <---- keyword.other.special-method.dockerfile
#    ^^^^^^^^^^^^^^^^ - meta.image-uri.sagemaker
#                     ^^ keyword.other.special-method.dockerfile

COPY src/ /opt/ml/code/
#         ^^^^^^^^^^^^^ support.type.path.sagemaker

COPY a /data/opt/ml/code
#           ^^^^^^^^^^^^ - support.type.path.sagemaker

COPY b /opt/mlflow
#      ^^^^^^^^^^^ - support.type.path.sagemaker

ENV SM_MODEL_DIR=/opt/ml/model SAGEMAKER_PROGRAM=train.py OTHER=1
#   ^^^^^^^^^^^^ variable.other.constant.sagemaker
#                ^^^^^^^^^^^^^ support.type.path.sagemaker
#                              ^^^^^^^^^^^^^^^^^ variable.other.constant.sagemaker
#                                                         ^^^^^ - variable.other.constant.sagemaker

ENV MY_SM_THING=1 ISM_X=2
#   ^^^^^^^^^^^ - variable.other.constant.sagemaker
#                 ^^^^^ - variable.other.constant.sagemaker

LABEL com.amazonaws.sagemaker.capabilities.multi-models=true
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ entity.other.attribute-name.label.sagemaker
#                                                      ^^^^^ - entity.other.attribute-name.label.sagemaker

ENTRYPOINT ["python", "/opt/ml/code/train.py"]
#                     ^ string.quoted.double.dockerfile
#                      ^^^^^^^^^^^^^^^^^^^^^ string.quoted.double.dockerfile support.type.path.sagemaker

# A comment about /opt/ml/model and SM_MODEL_DIR stays a comment.
#                 ^^^^^^^^^^^^^ - support.type.path.sagemaker
#                                   ^^^^^^^^^^^^ - variable.other.constant.sagemaker
