import * as aws from '@pulumi/aws';

export const appSubnets: Record<string, any> = {};

for (const region of ['us-east-1', 'eu-west-1'] as const) {
  const provider = new aws.Provider(region, { region });

  const vpc = new aws.ec2.Vpc(
    `${region}-vpc`,
    { cidrBlock: '10.0.0.0/16' },
    { provider }
  );

  const subnet = new aws.ec2.Subnet(
    `${region}-public`,
    { vpcId: vpc.id, cidrBlock: '10.0.0.0/24', mapPublicIpOnLaunch: true },
    { provider }
  );

  const app = new aws.ec2.Subnet(
    `${region}-private`,
    { vpcId: vpc.id, cidrBlock: '10.0.1.0/24' },
    { provider }
  );

  appSubnets[region] = [subnet.id, app.id];
}
