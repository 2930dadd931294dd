import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface SecurityArgs {
  environmentSuffix: string;
  tags: { [key: string]: string };
  vpcId: pulumi.Input<string>;
  adminCidr: string;
}

export class Security extends pulumi.ComponentResource {
  public readonly albSecurityGroup: aws.ec2.SecurityGroup;
  public readonly appSecurityGroup: aws.ec2.SecurityGroup;
  public readonly bastionSecurityGroup: aws.ec2.SecurityGroup;

  constructor(
    name: string,
    args: SecurityArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:shop:Security', name, {}, opts);

    const { environmentSuffix, tags, vpcId, adminCidr } = args;

    // Who may talk to whom
    const albSecurityGroup: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup(
      `shop-alb-sg-${environmentSuffix}`,
      {
        vpcId,
        description: 'Load balancer',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
        tags,
      },
      { parent: this }
    );

    const appSecurityGroup: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup(
      `shop-app-sg-${environmentSuffix}`,
      {
        vpcId,
        description: 'Application',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 8080,
            toPort: 8080,
            securityGroups: [albSecurityGroup.id],
          },
        ],
        egress: [
          {
            description: 'HTTPS for service endpoints and updates',
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ['0.0.0.0/0'],
          },
          {
            description: 'HTTP for package repositories',
            protocol: 'tcp',
            fromPort: 80,
            toPort: 80,
            cidrBlocks: ['0.0.0.0/0'],
          },
          {
            description: 'DNS resolution',
            protocol: 'udp',
            fromPort: 53,
            toPort: 53,
            cidrBlocks: ['0.0.0.0/0'],
          },
          {
            description: 'NTP for time synchronization',
            protocol: 'udp',
            fromPort: 123,
            toPort: 123,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
        tags,
      },
      { parent: this }
    );

    new aws.vpc.SecurityGroupEgressRule(
      `shop-alb-sg-egress-8080-tcp-${environmentSuffix}`,
      {
        securityGroupId: albSecurityGroup.id,
        ipProtocol: 'tcp',
        fromPort: 8080,
        toPort: 8080,
        referencedSecurityGroupId: appSecurityGroup.id,
      },
      { parent: this }
    );

    const bastionSecurityGroup = new aws.ec2.SecurityGroup(
      `shop-bastion-sg-${environmentSuffix}`,
      {
        vpcId,
        description: 'Bastion',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            cidrBlocks: [adminCidr],
          },
        ],
        egress: [
          {
            description: 'HTTPS for service endpoints and updates',
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: ['0.0.0.0/0'],
          },
          {
            description: 'HTTP for package repositories',
            protocol: 'tcp',
            fromPort: 80,
            toPort: 80,
            cidrBlocks: ['0.0.0.0/0'],
          },
          {
            description: 'DNS resolution',
            protocol: 'udp',
            fromPort: 53,
            toPort: 53,
            cidrBlocks: ['0.0.0.0/0'],
          },
          {
            description: 'NTP for time synchronization',
            protocol: 'udp',
            fromPort: 123,
            toPort: 123,
            cidrBlocks: ['0.0.0.0/0'],
          },
        ],
        tags,
      },
      { parent: this }
    );

    this.albSecurityGroup = albSecurityGroup;
    this.appSecurityGroup = appSecurityGroup;
    this.bastionSecurityGroup = bastionSecurityGroup;

    this.registerOutputs({
      albSecurityGroup: this.albSecurityGroup,
      appSecurityGroup: this.appSecurityGroup,
      bastionSecurityGroup: this.bastionSecurityGroup,
    });
  }
}
