import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface Args { vpc?: Partial<aws.ec2.VpcArgs>; suffix: string }

export class Stack extends pulumi.ComponentResource {
  constructor(name: string, args: Args, opts?: pulumi.ComponentResourceOptions) {
    super('acme:Stack', name, {}, opts);
    const defaultOpts = { parent: this };
    const vpc = new aws.ec2.Vpc(`vpc-${args.suffix}`, { cidrBlock: '10.0.0.0/16', ...args.vpc }, defaultOpts);
    const subnetIds: pulumi.Output<string>[] = [];
    for (const [i, az] of ['a', 'b'].entries()) {
      subnetIds.push(new aws.ec2.Subnet(`private-${az}-${args.suffix}`, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: `us-east-1${az}` }, defaultOpts).id);
    }
    const role = new aws.iam.Role(`r-${args.suffix}`, { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' }), managedPolicyArns: ['arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess', 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] }, defaultOpts);
    new aws.lambda.Function(`f-${args.suffix}`, { role: role.arn, handler: 'a.b', runtime: 'nodejs20.x', vpcConfig: { subnetIds, securityGroupIds: [] } }, defaultOpts);
  }
}
new Stack('s', { suffix: 'dev', vpc: {} });
