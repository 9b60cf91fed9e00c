/** Code action kind under which all safe fixes are applied at once, also on save. */
export const FIX_ALL_KIND = 'source.fixAll.sagemaker';
