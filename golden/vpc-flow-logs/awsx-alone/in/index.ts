import * as awsx from '@pulumi/awsx';

export = async () => {
  const { vpcId, privateSubnetIds } = new awsx.ec2.Vpc('jobs', {
    natGateways: { strategy: awsx.ec2.NatGatewayStrategy.None },
  });

  return { vpcId, privateSubnetIds };
};
