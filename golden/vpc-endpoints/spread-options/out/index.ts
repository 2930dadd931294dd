import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface Args { vpc?: Partial<aws.ec2.VpcArgs>; suffix: string }

export class Stack extends pulumi.ComponentResource {
  constructor(name: string, args: Args, opts?: pulumi.ComponentResourceOptions) {
    super('acme:Stack', name, {}, opts);
    const defaultOpts = { parent: this };
    const region = aws.getRegionOutput({}, defaultOpts);
    const vpc = new aws.ec2.Vpc(
      `vpc-${args.suffix}`,
      { cidrBlock: '10.0.0.0/16', ...args.vpc, enableDnsHostnames: true },
      defaultOpts,
    );
    const subnetIds: pulumi.Output<string>[] = [];
    for (const [i, az] of ['a', 'b'].entries()) {
      subnetIds.push(new aws.ec2.Subnet(`private-${az}-${args.suffix}`, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: `us-east-1${az}` }, defaultOpts).id);
    }
    const privateRouteTable = new aws.ec2.RouteTable(
      `private-rt-${args.suffix}`,
      {
        vpcId: vpc.id,
      },
      defaultOpts,
    );
    subnetIds.forEach((subnetId, i) => {
      new aws.ec2.RouteTableAssociation(
        `private-rta-${i}-${args.suffix}`,
        {
          subnetId,
          routeTableId: privateRouteTable.id,
        },
        defaultOpts,
      );
    });
    new aws.ec2.VpcEndpoint(
      `s3-endpoint-${args.suffix}`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${region.name}.s3`,
        vpcEndpointType: 'Gateway',
        routeTableIds: [privateRouteTable.id],
      },
      defaultOpts,
    );
    const endpointSecurityGroup = new aws.ec2.SecurityGroup(
      `endpoint-sg-${args.suffix}`,
      {
        vpcId: vpc.id,
        description: 'HTTPS to the interface endpoints',
        ingress: [
          {
            description: 'HTTPS from the VPC',
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: [vpc.cidrBlock],
          },
        ],
      },
      defaultOpts,
    );
    new aws.ec2.VpcEndpoint(
      `logs-endpoint-${args.suffix}`,
      {
        vpcId: vpc.id,
        serviceName: pulumi.interpolate`com.amazonaws.${region.name}.logs`,
        vpcEndpointType: 'Interface',
        subnetIds,
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
      },
      defaultOpts,
    );
    const role = new aws.iam.Role(`r-${args.suffix}`, { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' }), managedPolicyArns: ['arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess', 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] }, defaultOpts);
    new aws.lambda.Function(`f-${args.suffix}`, { role: role.arn, handler: 'a.b', runtime: 'nodejs20.x', vpcConfig: { subnetIds, securityGroupIds: [] } }, defaultOpts);
  }
}
new Stack('s', { suffix: 'dev', vpc: {} });
