import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

export const common = {
  region: config.get<aws.Region>('region') || 'us-east-2',
  naming: {
    environmentSuffix: config.get('environmentSuffix') || pulumi.getStack(),
  },
};
