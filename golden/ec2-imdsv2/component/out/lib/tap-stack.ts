import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { ResourceOptions } from '@pulumi/pulumi';

export interface TapStackArgs {
  environmentSuffix?: string;
  tags?: pulumi.Input<{ [key: string]: string }>;
}

export class TapStack extends pulumi.ComponentResource {
  public readonly instanceIds: pulumi.Output<string>[];
  public readonly launchTemplateId: pulumi.Output<string>;

  constructor(name: string, args: TapStackArgs, opts?: ResourceOptions) {
    super('tap:stack:TapStack', name, args, opts);

    const environmentSuffix = args.environmentSuffix || 'dev';
    const tags = args.tags || {};

    const vpc = new aws.ec2.Vpc(
      `vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.20.0.0/16',
        enableDnsHostnames: true,
        tags: pulumi.output(tags).apply(t => ({
          ...t,
          Name: `vpc-${environmentSuffix}`,
        })),
      },
      { parent: this }
    );

    const subnets = ['10.20.1.0/24', '10.20.2.0/24'].map(
      (cidrBlock, i) =>
        new aws.ec2.Subnet(
          `subnet-${i + 1}-${environmentSuffix}`,
          { vpcId: vpc.id, cidrBlock },
          { parent: this }
        )
    );

    const ami = aws.ec2.getAmiOutput(
      {
        mostRecent: true,
        owners: ['amazon'],
        filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
      },
      { parent: this }
    );

    // Application servers, one a subnet
    const servers: aws.ec2.Instance[] = [];
    for (let i = 0; i < subnets.length; i++) {
      servers.push(
        new aws.ec2.Instance(
          `app-${i + 1}-${environmentSuffix}`,
          {
            ami: ami.id,
            instanceType: 't3.small', // raise before the sale season
            subnetId: subnets[i].id,
            rootBlockDevice: { volumeType: 'gp3', encrypted: true },
            metadataOptions: {
              httpEndpoint: 'enabled',
              httpTokens: 'required',
              httpPutResponseHopLimit: 1,
            },
            tags: pulumi.output(tags).apply(t => ({
              ...t,
              Name: `app-${i + 1}-${environmentSuffix}`,
            })),
          },
          { parent: this }
        )
      );
    }

    // Workers come and go with the queue
    const workerTemplate = new aws.ec2.LaunchTemplate(
      `worker-${environmentSuffix}`,
      {
        namePrefix: `worker-${environmentSuffix}-`,
        imageId: ami.id,
        instanceType: 't3.medium',
        updateDefaultVersion: true,
        metadataOptions: {
          httpEndpoint: 'enabled',
          httpTokens: 'required',
          httpPutResponseHopLimit: 1,
          instanceMetadataTags: 'enabled',
        },
      },
      { parent: this }
    );

    new aws.autoscaling.Group(
      `workers-${environmentSuffix}`,
      {
        minSize: 0,
        maxSize: 4,
        vpcZoneIdentifiers: subnets.map(s => s.id),
        launchTemplate: { id: workerTemplate.id, version: '$Latest' },
        tags: [
          {
            key: 'Name',
            value: `worker-${environmentSuffix}`,
            propagateAtLaunch: true,
          },
        ],
      },
      { parent: this }
    );

    this.instanceIds = servers.map(s => s.id);
    this.launchTemplateId = workerTemplate.id;
    this.registerOutputs({
      instanceIds: this.instanceIds,
      launchTemplateId: this.launchTemplateId,
    });
  }
}
