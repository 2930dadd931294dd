import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface TenantStackArgs {
  environmentSuffix?: string;
  callbackUrls: string[];
}

export class TenantStack extends pulumi.ComponentResource {
  public readonly userPoolId: pulumi.Output<string>;
  public readonly uploadsBucket: pulumi.Output<string>;

  constructor(
    name: string,
    args: TenantStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('tenant:index:TenantStack', name, args, opts);

    const environmentSuffix = args.environmentSuffix || 'dev';

    const userPool = new aws.cognito.UserPool(
      `${name}-users-${environmentSuffix}`,
      {
        mfaConfiguration: 'OPTIONAL',
        softwareTokenMfaConfiguration: { enabled: true },
      },
      { parent: this }
    );

    new aws.cognito.UserPoolClient(
      `${name}-web-${environmentSuffix}`,
      {
        userPoolId: userPool.id,
        callbackUrls: args.callbackUrls,
        allowedOauthFlows: ['code'],
        allowedOauthScopes: ['openid'],
        allowedOauthFlowsUserPoolClient: true,
      },
      { parent: this }
    );

    const uploads = new aws.s3.BucketV2(
      `${name}-uploads-${environmentSuffix}`,
      { forceDestroy: false },
      { parent: this }
    );

    this.userPoolId = userPool.id;
    this.uploadsBucket = uploads.bucket;
    this.registerOutputs({ userPoolId: this.userPoolId });
  }
}
