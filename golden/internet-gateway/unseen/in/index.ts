import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();

// Whether it is public is configured
const labs = new aws.ec2.Vpc('labs', { cidrBlock: '10.1.0.0/16' });

new aws.ec2.Subnet('labs-machines', {
  vpcId: labs.id,
  cidrBlock: '10.1.1.0/24',
  mapPublicIpOnLaunch: config.getBoolean('open'),
});

// One table for all
const small = new aws.ec2.Vpc('small', { cidrBlock: '10.2.0.0/16' });

const shared = new aws.ec2.RouteTable('small-shared', { vpcId: small.id });

['public', 'private'].forEach((kind, i) => {
  new aws.ec2.RouteTableAssociation(`small-${kind}`, {
    subnetId:
      kind === 'public'
        ? new aws.ec2.Subnet('small-public', {
            vpcId: small.id,
            cidrBlock: `10.2.${i}.0/24`,
          }).id
        : new aws.ec2.Subnet('small-private', {
            vpcId: small.id,
            cidrBlock: `10.2.${i}.0/24`,
          }).id,
    routeTableId: shared.id,
  });
});

// Somebody else attaches gateways
const parts = new aws.ec2.Vpc('parts', { cidrBlock: '10.3.0.0/16' });

new aws.ec2.Subnet('parts-public', {
  vpcId: parts.id,
  cidrBlock: '10.3.1.0/24',
});

new aws.ec2.InternetGateway('spare');
