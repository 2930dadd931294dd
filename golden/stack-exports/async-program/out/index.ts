import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { TrainingStack } from './lib/training-stack';

export = async () => {
  const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';
  const identity = await aws.getCallerIdentity({});

  if (identity.accountId === new pulumi.Config().get('productionAccount')) {
    pulumi.log.warn('training runs in the production account');
  }

  const training = new TrainingStack('training', {
    environmentSuffix,
    accountId: identity.accountId,
  });

  return {
    accountId: identity.accountId,
    datasetBucket: training.datasetBucket,
    modelBucket: training.modelBucket,
    executionRoleArn: training.executionRoleArn,
  };
};
