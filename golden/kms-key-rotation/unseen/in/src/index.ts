import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface ServiceKeyArgs {
  service: string;
  keySpec?: pulumi.Input<string>;
  keyArgs?: Partial<aws.kms.KeyArgs>;
}

/** A key with its alias; its owner may override everything. */
export class ServiceKey extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;
  private readonly key: aws.kms.Key;

  constructor(
    name: string,
    args: ServiceKeyArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('keys:index:ServiceKey', name, {}, opts);

    this.key = new aws.kms.Key(
      `${name}-key`,
      {
        description: `Key of ${args.service}`,
        ...args.keyArgs,
      },
      { parent: this }
    );

    new aws.kms.Alias(
      `${name}-alias`,
      { name: `alias/${args.service}`, targetKeyId: this.key.id },
      { parent: this }
    );

    this.arn = this.key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** Symmetric or not: the caller says. */
export function createKey(name: string, args: ServiceKeyArgs): aws.kms.Key {
  return new aws.kms.Key(name, {
    description: `Key of ${args.service}`,
    customerMasterKeySpec: args.keySpec,
  });
}

/** What is overridden comes first, so the rotation here holds. */
export function createRotatedKey(
  name: string,
  args: ServiceKeyArgs
): aws.kms.Key {
  return new aws.kms.Key(name, {
    ...args.keyArgs,
    enableKeyRotation: true,
  });
}
