import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Compute } from './compute';
import { Network } from './network';
import { Security } from './security';
import { Service } from './service';

export interface ShopStackArgs {
  environmentSuffix: string;
  adminCidr: string;
  publicKey: string;
}

export class ShopStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly bastionId: pulumi.Output<string>;
  public readonly keyName: pulumi.Output<string>;

  constructor(
    name: string,
    args: ShopStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:shop:Stack', name, {}, opts);

    const { environmentSuffix } = args;
    const tags = { Project: 'shop', Environment: environmentSuffix };

    // Keys
    const logsKey = new aws.kms.Key(
      `shop-logs-key-${environmentSuffix}`,
      {
        description: 'Encrypts logs',
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: 'arn:aws:iam::123456789012:root' },
              Action: 'kms:*',
              Resource: '*',
            },
            {
              Effect: 'Allow',
              Principal: { Service: 'logs.us-east-1.amazonaws.com' },
              Action: ['kms:Encrypt*', 'kms:Decrypt*'],
              Resource: '*',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    const network = new Network(
      'network',
      { environmentSuffix, tags, logsKeyArn: logsKey.arn },
      { parent: this }
    );

    const security = new Security(
      'security',
      {
        environmentSuffix,
        tags,
        vpcId: network.vpcId,
        adminCidr: args.adminCidr,
      },
      { parent: this }
    );

    const compute = new Compute(
      'compute',
      {
        environmentSuffix,
        tags,
        publicSubnets: network.publicSubnets,
        warehouseSubnet: network.warehouseSubnet,
        securityGroupId: security.bastionSecurityGroup.id,
        publicKey: args.publicKey,
      },
      { parent: this }
    );

    new Service(
      'service',
      {
        environmentSuffix,
        tags,
        subnetIds: network.privateSubnets.map(subnet => subnet.id),
        securityGroupId: security.appSecurityGroup.id,
        logsKeyArn: logsKey.arn,
      },
      { parent: this }
    );

    this.vpcId = network.vpcId;
    this.bastionId = compute.bastionId;
    this.keyName = compute.keyPair.keyName;

    this.registerOutputs({
      vpcId: this.vpcId,
      bastionId: this.bastionId,
      keyName: this.keyName,
    });
  }
}
