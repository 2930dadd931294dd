import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const environmentSuffix = new pulumi.Config().get('suffix') ?? 'dev';
const regions: aws.Region[] = ['us-east-1', 'eu-west-1', 'ap-southeast-2'];

const vpcIds: Record<string, pulumi.Output<string>> = {};

regions.forEach((region, i) => {
  const provider = new aws.Provider(`provider-${region}`, { region });

  const vpc = new aws.ec2.Vpc(
    `edge-vpc-${region}-${environmentSuffix}`,
    {
      cidrBlock: `10.${i}.0.0/16`,
      tags: { Name: `edge-vpc-${region}-${environmentSuffix}` },
    },
    { provider }
  );

  new aws.ec2.Subnet(
    `edge-subnet-${region}-${environmentSuffix}`,
    { vpcId: vpc.id, cidrBlock: `10.${i}.1.0/24` },
    { provider }
  );

  vpcIds[region] = vpc.id;
});

export { vpcIds };
