/** A built-in algorithm that projects with sample data are written for. */
export interface Algorithm {
  /** As the catalogue of images has it. */
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** For the sample data: sixty rows, four numbers each, in three classes. */
  readonly hyperparameters: Readonly<Record<string, string>>;
}

/** Algorithms that learn from tables: their CSV files can be read, and changed, by everybody. */
export const ALGORITHMS: readonly Algorithm[] = [
  {
    id: 'xgboost',
    label: 'XGBoost',
    detail: 'Boosted trees, for classes and numbers.',
    hyperparameters: { num_round: '20', objective: 'multi:softmax', num_class: '3' },
  },
  {
    id: 'linear-learner',
    label: 'Linear Learner',
    detail: 'Linear models, for classes and numbers.',
    hyperparameters: { predictor_type: 'multiclass_classifier', num_classes: '3', mini_batch_size: '20' },
  },
  {
    id: 'knn',
    label: 'k-Nearest Neighbors',
    detail: 'The class, or number, of the nearest rows.',
    hyperparameters: { feature_dim: '4', k: '5', predictor_type: 'classifier', sample_size: '60' },
  },
  {
    id: 'kmeans',
    label: 'k-Means',
    detail: 'Groups of rows that are alike.',
    hyperparameters: { feature_dim: '4', k: '3' },
  },
  {
    id: 'pca',
    label: 'Principal Component Analysis',
    detail: 'Fewer columns that say nearly as much.',
    hyperparameters: { feature_dim: '4', mini_batch_size: '20', num_components: '2' },
  },
  {
    id: 'randomcutforest',
    label: 'Random Cut Forest',
    detail: 'Rows that are unlike the others.',
    hyperparameters: { feature_dim: '4', num_trees: '50' },
  },
];
