import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface WebStackArgs {
  environmentSuffix: string;
  tags?: { [key: string]: string };
}

export class WebStack extends pulumi.ComponentResource {
  public readonly url: pulumi.Output<string>;

  constructor(
    name: string,
    args: WebStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:web:WebStack', name, args, opts);

    const { environmentSuffix } = args;
    const config = new pulumi.Config();
    const containerPort = config.getNumber('containerPort') ?? 8080;

    const vpc = new aws.ec2.Vpc(
      `web-vpc-${environmentSuffix}`,
      { cidrBlock: '10.20.0.0/16', enableDnsHostnames: true },
      { parent: this }
    );

    const subnets = ['10.20.1.0/24', '10.20.2.0/24'].map(
      (cidrBlock, i) =>
        new aws.ec2.Subnet(
          `web-subnet-${i + 1}-${environmentSuffix}`,
          { vpcId: vpc.id, cidrBlock, mapPublicIpOnLaunch: true },
          { parent: this }
        )
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
          // Everything may leave
          {
            protocol: '-1',
            fromPort: 0,
            toPort: 0,
            cidrBlocks: ['0.0.0.0/0'],
            description: 'Allow all outbound',
          },
        ],
        tags: { ...args.tags, Name: `alb-sg-${environmentSuffix}` },
      },
      { parent: this }
    );

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
          },
        ],
        egress: [
          {
            protocol: '-1',
            fromPort: 0,
            toPort: 0,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
      },
      { parent: this }
    );

    const dbSecurityGroup = new aws.ec2.SecurityGroup(
      `db-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'Security group for the database',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 5432,
            toPort: 5432,
            securityGroups: [ecsSecurityGroup.id],
          },
        ],
      },
      { parent: this }
    );

    // The tasks mount it
    new aws.ec2.SecurityGroup(
      `efs-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'Security group for the file system',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 2049,
            toPort: 2049,
            cidrBlocks: [vpc.cidrBlock],
          },
        ],
      },
      { parent: this }
    );

    const alb = new aws.lb.LoadBalancer(
      `web-alb-${environmentSuffix}`,
      {
        loadBalancerType: 'application',
        securityGroups: [albSecurityGroup.id],
        subnets: subnets.map(subnet => subnet.id),
      },
      { parent: this }
    );

    new aws.lb.TargetGroup(
      `web-tg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        port: containerPort,
        protocol: 'HTTP',
        targetType: 'ip',
        healthCheck: { path: '/health', port: '9000' },
      },
      { parent: this }
    );

    this.url = pulumi.interpolate`https://${alb.dnsName}`;
    this.registerOutputs({ url: this.url, db: dbSecurityGroup.id });
  }
}
