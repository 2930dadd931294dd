import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface WebStackArgs {
  environmentSuffix: string;
  containerPort: number;
  tags?: { [key: string]: string };
}

export class WebStack extends pulumi.ComponentResource {
  public readonly groupIds: pulumi.Output<string>[];

  constructor(
    name: string,
    args: WebStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:web:WebStack', name, args, opts);

    const { environmentSuffix, containerPort } = args;

    // Network
    const vpc = new aws.ec2.Vpc(
      `web-vpc-${environmentSuffix}`,
      { cidrBlock: '10.20.0.0/16', enableDnsHostnames: true },
      { parent: this }
    );

    // Security group of the load balancer
    const albSecurityGroup = new aws.ec2.SecurityGroup(
      `alb-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'Security group for ALB',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ['0.0.0.0/0'],
            description: 'HTTPS from anywhere',
          },
        ],
        egress: [
          {
            protocol: 'tcp',
            fromPort: containerPort,
            toPort: containerPort,
            securityGroups: [ecsSecurityGroup.id],
            description: 'To the tasks',
          },
          // Health checks have a port of their own
          {
            protocol: 'tcp',
            fromPort: 9000,
            toPort: 9000,
            securityGroups: [ecsSecurityGroup.id],
          },
        ],
        tags: { ...args.tags, Name: `alb-sg-${environmentSuffix}` },
      },
      { parent: this }
    );

    // Security group of the tasks
    const ecsSecurityGroup = new aws.ec2.SecurityGroup(
      `ecs-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'Security group for the tasks',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: containerPort,
            toPort: containerPort,
            securityGroups: [albSecurityGroup.id],
            description: 'From the load balancer',
          },
        ],
        egress: [
          {
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
        tags: { ...args.tags, Name: `ecs-sg-${environmentSuffix}` },
      },
      { parent: this }
    );

    this.groupIds = [albSecurityGroup.id, ecsSecurityGroup.id];
    this.registerOutputs({ groupIds: this.groupIds });
  }
}
