/** A request that reads `train/` of a bucket and writes to its `out/`. */
export function trainingRequest(bucket: string, image: string) {
  return {
    TrainingJobName: 'churn',
    RoleArn: 'arn:aws:iam::123456789012:role/r',
    AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' as const },
    InputDataConfig: [
      {
        ChannelName: 'train',
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: `s3://${bucket}/train/` } },
      },
    ],
    OutputDataConfig: { S3OutputPath: `s3://${bucket}/out/` },
    ResourceConfig: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1, VolumeSizeInGB: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
  };
}
