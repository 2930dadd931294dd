import * as aws from '@pulumi/aws';

export function route(
  vpc: aws.ec2.Vpc,
  gateway: aws.ec2.InternetGateway,
  subnets: aws.ec2.Subnet[]
) {
  const table = new aws.ec2.RouteTable('public', {
    vpcId: vpc.id,
    routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
  });

  subnets.forEach((subnet, i) => {
    new aws.ec2.RouteTableAssociation(`public-${i}`, {
      subnetId: subnet.id,
      routeTableId: table.id,
    });
  });
}
