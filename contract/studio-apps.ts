/** Path below which Studio reaches JupyterLab: STUDIO-03. */
export const JUPYTERLAB_BASE_URL = '/jupyterlab/default';

/** Path below which Studio reaches Code Editor: STUDIO-04. */
export const CODE_EDITOR_BASE_PATH = '/CodeEditor/default';

/** The image that AWS builds for Studio, by the id of its row in `bases.ts`. */
export const DISTRIBUTION_BASE = 'sagemaker-distribution';

/** Its variable with the name of the user that Studio expects. */
export const DISTRIBUTION_USER_VARIABLE = 'MAMBA_USER';
