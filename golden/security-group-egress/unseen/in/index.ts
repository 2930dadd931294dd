import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface NodesArgs {
  vpcId: pulumi.Input<string>;
  egress: aws.types.input.ec2.SecurityGroupEgress[];
  adminCidr: string;
  controlPlane: pulumi.Input<string>;
}

export class Nodes extends pulumi.ComponentResource {
  public readonly id: pulumi.Output<string>;

  constructor(name: string, args: NodesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('acme:nodes:Nodes', name, {}, opts);

    const control = new aws.ec2.SecurityGroup(
      `${name}-control`,
      { vpcId: args.vpcId, egress: args.egress },
      { parent: this }
    );

    new aws.ec2.SecurityGroup(
      `${name}-admin`,
      {
        vpcId: args.vpcId,
        egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: [args.adminCidr] }],
      },
      { parent: this }
    );

    // The nodes take everything from the control plane
    const nodes = new aws.ec2.SecurityGroup(
      `${name}-nodes`,
      {
        vpcId: args.vpcId,
        ingress: [{ protocol: '-1', fromPort: 0, toPort: 0, securityGroups: [control.id] }],
      },
      { parent: this }
    );

    new aws.ec2.SecurityGroupRule(
      `${name}-control-egress`,
      {
        type: 'egress',
        securityGroupId: control.id,
        protocol: '-1',
        fromPort: 0,
        toPort: 0,
        cidrBlocks: ['0.0.0.0/0'],
      },
      { parent: this }
    );

    // A rule of a group that comes from outside
    new aws.ec2.SecurityGroupRule(
      `${name}-plane-egress`,
      {
        type: 'egress',
        securityGroupId: args.controlPlane,
        protocol: '-1',
        fromPort: 0,
        toPort: 0,
        cidrBlocks: ['0.0.0.0/0'],
      },
      { parent: this }
    );

    this.id = nodes.id;
    this.registerOutputs({ id: this.id });
  }
}
