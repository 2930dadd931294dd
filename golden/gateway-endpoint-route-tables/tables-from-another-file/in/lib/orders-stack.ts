import * as pulumi from '@pulumi/pulumi';
import { NetworkStack } from './network-stack';
import { StorageStack } from './storage-stack';

export interface OrdersStackArgs {
  environmentSuffix: string;
}

export class OrdersStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly bucketName: pulumi.Output<string>;

  constructor(
    name: string,
    args: OrdersStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tap:stack:OrdersStack', name, args, opts);

    const networkStack = new NetworkStack(
      'orders-network',
      { environmentSuffix: args.environmentSuffix },
      { parent: this }
    );

    const storageStack = new StorageStack(
      'orders-storage',
      {
        environmentSuffix: args.environmentSuffix,
        vpcId: networkStack.vpcId,
        privateSubnetIds: networkStack.privateSubnetIds,
      },
      { parent: this }
    );

    this.vpcId = networkStack.vpcId;
    this.bucketName = storageStack.bucketName;
    this.registerOutputs({ vpcId: this.vpcId, bucketName: this.bucketName });
  }
}
