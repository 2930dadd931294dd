import * as pulumi from '@pulumi/pulumi';
import { BaseArgs, BaseStack } from './base-stack';

export interface SaleStackArgs extends BaseArgs {
  channel: string;
}

export default class SaleStack extends BaseStack {
  public readonly channel: pulumi.Output<string>;

  constructor(name: string, args: SaleStackArgs) {
    super(name, args);
    this.channel = pulumi.output(args.channel);
  }
}
