import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface NetworkArgs {
  workerRole: aws.iam.Role;
}

export class Network extends pulumi.ComponentResource {
  public readonly subnet: aws.ec2.Subnet;

  constructor(
    name: string,
    args: NetworkArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('thumbs:index:Network', name, {}, opts);

    const vpc = new aws.ec2.Vpc(
      `${name}-vpc`,
      { cidrBlock: '10.0.0.0/16' },
      { parent: this }
    );
    this.subnet = new aws.ec2.Subnet(
      `${name}-private`,
      { vpcId: vpc.id, cidrBlock: '10.0.1.0/24' },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `${name}-dynamodb`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.eu-west-1.dynamodb',
        routeTableIds: [vpc.mainRouteTableId],
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'dynamodb:*',
              Resource: '*',
              Condition: {
                ArnEquals: {
                  'aws:PrincipalArn': args.workerRole.arn,
                },
              },
            },
          ],
        }),
        tags: { Owner: args.workerRole.name },
      },
      { parent: this }
    );
  }
}
