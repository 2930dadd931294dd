import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

interface ClusterArgs {
  vpc: aws.ec2.Vpc;
  provider: aws.Provider;
}

export class Cluster extends pulumi.ComponentResource {
  readonly nodes: aws.ec2.SecurityGroup;
  readonly control: aws.ec2.SecurityGroup;

  constructor(private name: string, args: ClusterArgs) {
    super('acme:search:Cluster', name, {});
    this.nodes = new aws.ec2.SecurityGroup(
      `${name}-nodes`,
      {
        vpcId: args.vpc.id,
        ingress: [
          {
            description: 'kubelet, and the nodes among themselves',
            protocol: aws.ec2.ProtocolType.TCP,
            fromPort: 10250,
            toPort: 10250,
            securityGroups: [this.control.id],
            self: true,
            cidrBlocks: [args.vpc.cidrBlock],
          },
        ],
      },
      { parent: this, provider: args.provider, dependsOn: [args.vpc] },
    );
    this.control = new aws.ec2.SecurityGroup(
      `${name}-control`,
      {
        vpcId: args.vpc.id,
        ingress: [{ protocol: 'tcp', fromPort: 443, toPort: 443, securityGroups: [this.nodes.id] }],
        egress: [{ protocol: 'tcp', fromPort: 10250, toPort: 10250, securityGroups: [this.nodes.id] }],
      },
      { parent: this, provider: args.provider },
    );
    this.registerOutputs({});
  }
}
