/** With which the model of each framework is shown. */
export const HYPERPARAMETERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'scikit-learn': { max_leaf_nodes: '8' },
  pytorch: { epochs: '50', lr: '0.05' },
  tensorflow: { epochs: '30', lr: '0.05' },
  xgboost: { num_round: '10', max_depth: '4' },
  none: { digits: '3' },
};
