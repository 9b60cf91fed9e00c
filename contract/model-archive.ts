/** What training makes of /opt/ml/model, and what hosting unpacks into it before the container starts. Source: your-algorithms-inference-code. */
export const MODEL_ARCHIVE = 'model.tar.gz';
