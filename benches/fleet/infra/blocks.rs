//! The texts that programs are made of, some as they should be and some with a fault. Invariant: a block stands in the
//! constructor of a component, where `environmentSuffix`, `tags`, `args` and the helpers are in scope; `@key@` is filled in.

pub(super) const PULUMI_YAML: &str = "name: @project@
runtime: nodejs
main: bin/tap.ts
description: Infrastructure of @project@
";

pub(super) const PACKAGE_JSON: &str = r#"{
  "name": "@project@",
  "private": true,
  "main": "bin/tap.ts",
  "dependencies": {
    "@pulumi/aws": "^7.5.0",
    "@pulumi/pulumi": "^3.190.0"
  }
}
"#;

pub(super) const TSCONFIG_JSON: &str = r#"{
  "compilerOptions": { "strict": true, "target": "es2022", "module": "commonjs", "outDir": "dist" },
  "include": ["bin/**/*.ts", "lib/**/*.ts"]
}
"#;

pub(super) const ENTRY: &str = "/**
 * Entry point of @project@.
 */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { settings } from '../lib/config';
import { TapStack } from '../lib/tap-stack';

const config = new pulumi.Config();
const environmentSuffix = config.get('environmentSuffix') || 'dev';

const provider = new aws.Provider('aws', {
  region: settings.region,
  defaultTags: { tags: { Project: '@project@', Environment: environmentSuffix } },
});

const stack = new TapStack('@project@', { environmentSuffix, tags: settings.tags }, { provider });

export const vpcId = stack.vpcId;
";

pub(super) const CONFIG: &str = "export interface Settings {
  region: string;
  tags: Record<string, string>;
  retentionInDays: number;
}

const fromEnvironment = (name: string, fallback: string): string => {
  const value = process.env[name];
  return value === undefined || value === '' ? fallback : value;
};

/** What the pipeline decides for @project@. */
export const settings: Settings = {
  region: fromEnvironment('AWS_REGION', 'eu-central-1'),
  tags: {
    Repository: fromEnvironment('REPOSITORY', 'unknown'),
    CommitAuthor: fromEnvironment('COMMIT_AUTHOR', 'unknown'),
  },
  retentionInDays: Number(fromEnvironment('RETENTION', '30')),
};
";

pub(super) const NAMING: &str = "/** Names that are short enough for load balancers. */
export function shortName(parts: string[], limit = 32): string {
  const name = parts.filter(part => part.length > 0).join('-').toLowerCase();
  return name.length <= limit ? name : name.slice(0, limit).replace(/-+$/, '');
}

/** The tags of one resource. */
export function named(tags: Record<string, string>, name: string): Record<string, string> {
  return { ...tags, Name: name };
}
";

pub(super) const NETWORK: &str = "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { named } from './naming';

export interface NetworkArgs {
  environmentSuffix: string;
  tags: Record<string, string>;
}

export class Network extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly privateSubnetIds: pulumi.Output<string>[];
  public readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('@project@:network:Network', name, args, opts);

    const { environmentSuffix, tags } = args;

    const vpc = new aws.ec2.Vpc(
      `vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.@second@.0.0/16',
        enableDnsHostnames: true,
        enableDnsSupport: true,
        tags: named(tags, `vpc-${environmentSuffix}`),
      },
      { parent: this }
    );

    const internetGateway = new aws.ec2.InternetGateway(
      `igw-${environmentSuffix}`,
      { vpcId: vpc.id, tags: named(tags, `igw-${environmentSuffix}`) },
      { parent: this }
    );

    const zones = ['a', 'b', 'c'];
    const publicSubnets = zones.map(
      (zone, i) =>
        new aws.ec2.Subnet(
          `public-subnet-${i}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.@second@.${i}.0/24`,
            availabilityZone: `eu-central-1${zone}`,
            mapPublicIpOnLaunch: true,
            tags: named(tags, `public-${zone}-${environmentSuffix}`),
          },
          { parent: this }
        )
    );
    const privateSubnets = zones.map(
      (zone, i) =>
        new aws.ec2.Subnet(
          `private-subnet-${i}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.@second@.${i + 10}.0/24`,
            availabilityZone: `eu-central-1${zone}`,
            tags: named(tags, `private-${zone}-${environmentSuffix}`),
          },
          { parent: this }
        )
    );
@ways@@nat@@endpoint@
    const securityGroup = new aws.ec2.SecurityGroup(
      `workload-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'Workloads of @project@',
        ingress: [
          { protocol: 'tcp', fromPort: 443, toPort: 443, cidrBlocks: ['10.@second@.0.0/16'] },
        ],
        egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }],
        tags: named(tags, `workload-sg-${environmentSuffix}`),
      },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.privateSubnetIds = privateSubnets.map(subnet => subnet.id);
    this.securityGroupId = securityGroup.id;
    this.registerOutputs({ vpcId: this.vpcId, gateway: internetGateway.id });
  }
}
";

pub(super) const ROUTE_TABLES: &str = "
    const publicRouteTable = new aws.ec2.RouteTable(
      `public-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: internetGateway.id }],
        tags: named(tags, `public-rt-${environmentSuffix}`),
      },
      { parent: this }
    );

    publicSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `public-rta-${i}-${environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: publicRouteTable.id },
        { parent: this }
      );
    });
";

pub(super) const NAT: &str = "
    const natEip = new aws.ec2.Eip(
      `nat-eip-${environmentSuffix}`,
      { domain: 'vpc', tags: named(tags, `nat-eip-${environmentSuffix}`) },
      { parent: this }
    );
    const natGateway = new aws.ec2.NatGateway(
      `nat-${environmentSuffix}`,
      {
        allocationId: natEip.id,
        subnetId: publicSubnets[0].id,
        tags: named(tags, `nat-${environmentSuffix}`),
      },
      { parent: this }
    );
    const natRouteTable = new aws.ec2.RouteTable(
      `nat-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        routes: [{ cidrBlock: '0.0.0.0/0', natGatewayId: natGateway.id }],
        tags: named(tags, `nat-rt-${environmentSuffix}`),
      },
      { parent: this }
    );
    privateSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `nat-rta-${i}-${environmentSuffix}`,
        { subnetId: subnet.id, routeTableId: natRouteTable.id },
        { parent: this }
      );
    });
";

pub(super) const ENDPOINTS: &[&str] = &[
    "",
    "
    new aws.ec2.VpcEndpoint(
      `s3-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.eu-central-1.s3',
        vpcEndpointType: 'Gateway',
        routeTableIds: privateSubnets.map(subnet => subnet.id),
        tags: named(tags, `s3-endpoint-${environmentSuffix}`),
      },
      { parent: this }
    );
",
    "
    new aws.ec2.VpcEndpoint(
      `dynamodb-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.eu-central-1.dynamodb',
        tags: named(tags, `dynamodb-endpoint-${environmentSuffix}`),
      },
      { parent: this }
    );
",
];

pub(super) const COMPONENT: &str = "import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { named, shortName } from './naming';

export interface @class@Args {
  environmentSuffix: string;
  tags: Record<string, string>;
@fields@}

/** The @file@ of @project@. */
export class @class@ extends pulumi.ComponentResource {
  constructor(name: string, args: @class@Args, opts?: pulumi.ComponentResourceOptions) {
    super('@project@:@file@:@class@', name, args, opts);

    const { environmentSuffix, tags } = args;
    const prefix = shortName(['@project@', '@file@']);
@body@
    this.registerOutputs({ prefix });
  }
}
";

pub(super) const NETWORK_FIELDS: &str = "  vpcId: pulumi.Input<string>;
  subnetIds: pulumi.Input<string>[];
  securityGroupId: pulumi.Input<string>;
";

pub(super) const HANDED_NETWORK: &str = "
        vpcId: network.vpcId,
        subnetIds: network.privateSubnetIds,
        securityGroupId: network.securityGroupId,";

pub(super) const PART: &str = "
    new @class@(
      `@file@-${environmentSuffix}`,
      {
        environmentSuffix,
        tags,@handed@
      },
      { parent: this }
    );
";

pub(super) const STACK: &str = "import * as pulumi from '@pulumi/pulumi';
import { Network } from './network';
@imports@
export interface TapStackArgs {
  environmentSuffix?: string;
  tags?: Record<string, string>;
}

/** All of @project@. */
export class TapStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;

  constructor(name: string, args: TapStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super('@project@:stack:TapStack', name, args, opts);

    const environmentSuffix = args.environmentSuffix || 'dev';
    const tags = { ...args.tags, ManagedBy: 'pulumi' };

    const network = new Network(`network-${environmentSuffix}`, { environmentSuffix, tags }, { parent: this });
@parts@
    this.vpcId = network.vpcId;
    this.registerOutputs({ vpcId: this.vpcId });
  }
}
";

pub(super) const TEST: &str = "import * as pulumi from '@pulumi/pulumi';
import { TapStack } from '../lib/tap-stack';

pulumi.runtime.setMocks({
  newResource: args => ({ id: `${args.name}-id`, state: args.inputs }),
  call: args => args.inputs,
});

describe('@project@', () => {
  it('has a network', done => {
    const stack = new TapStack('test', { environmentSuffix: 'test', tags: { Owner: 'tests' } });
    stack.vpcId.apply(id => {
      expect(id).toContain('vpc-test');
      done();
    });
  });
});
";

pub(super) const KEYS: &[&str] = &[
    "
    const @binding@Key = new aws.kms.Key(
      `@noun@-key-${environmentSuffix}`,
      {
        description: `Key of @noun@ in ${environmentSuffix}`,
        deletionWindowInDays: @days@,
        tags: named(tags, `@noun@-key-${environmentSuffix}`),
      },
      { parent: this }
    );
    new aws.kms.Alias(
      `@noun@-alias-${environmentSuffix}`,
      { name: `alias/${prefix}-@noun@`, targetKeyId: @binding@Key.id },
      { parent: this }
    );
",
    "
    new aws.kms.Key(
      `@noun@-key-${environmentSuffix}`,
      { description: 'Encrypts @noun@', enableKeyRotation: @flag@, tags },
      { parent: this }
    );
",
    "
    const @binding@Role = new aws.iam.Role(
      `@noun@-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'ec2.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );
    new aws.iam.RolePolicy(
      `@noun@-policy-${environmentSuffix}`,
      {
        role: @binding@Role.id,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' },
          ],
        }),
      },
      { parent: this }
    );
",
];

pub(super) const STORAGE: &[&str] = &[
    "
    const @binding@Bucket = new aws.s3.Bucket(
      `@noun@-bucket-${environmentSuffix}`,
      { forceDestroy: @flag@, tags: named(tags, `@noun@-${environmentSuffix}`) },
      { parent: this }
    );
    new aws.s3.BucketPublicAccessBlock(
      `@noun@-access-${environmentSuffix}`,
      {
        bucket: @binding@Bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this }
    );
",
    "
    const @binding@Bucket = new aws.s3.Bucket(`@noun@-bucket-${environmentSuffix}`, { tags }, { parent: this });
    new aws.s3.BucketPolicy(
      `@noun@-bucket-policy-${environmentSuffix}`,
      {
        bucket: @binding@Bucket.id,
        policy: pulumi.all([@binding@Bucket.arn]).apply(([arn]) =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Deny',
                Principal: '*',
                Action: 's3:*',
                Resource: [arn, `${arn}/*`],
                Condition: { Bool: { 'aws:SecureTransport': 'false' } },
              },
            ],
          })
        ),
      },
      { parent: this }
    );
",
    "
    const @binding@Files = new aws.efs.FileSystem(
      `@noun@-efs-${environmentSuffix}`,
      { encrypted: true, performanceMode: 'generalPurpose', tags },
      { parent: this }
    );
    new aws.efs.BackupPolicy(
      `@noun@-backup-${environmentSuffix}`,
      { fileSystemId: @binding@Files.id, backupPolicy: { status: 'ENABLED' } },
      { parent: this }
    );
",
];

pub(super) const COMPUTE: &[&str] = &[
    "
    const @binding@Instance = new aws.ec2.Instance(
      `@noun@-instance-${environmentSuffix}`,
      {
        ami: 'ami-0123456789abcdef0',
        instanceType: 't3.small',
        subnetId: args.subnetIds[0],
        vpcSecurityGroupIds: [args.securityGroupId],
        rootBlockDevice: { volumeSize: @size@, volumeType: 'gp3', encrypted: true },
        tags: named(tags, `@noun@-${environmentSuffix}`),
      },
      { parent: this }
    );
    new aws.cloudwatch.MetricAlarm(
      `@noun@-cpu-${environmentSuffix}`,
      {
        comparisonOperator: 'GreaterThanThreshold',
        evaluationPeriods: 2,
        metricName: 'CPUUtilization',
        namespace: 'AWS/EC2',
        period: 300,
        statistic: 'Average',
        threshold: 80,
        dimensions: { InstanceId: @binding@Instance.id },
      },
      { parent: this, dependsOn: [@binding@Instance] }
    );
",
    "
    const @binding@Template = new aws.ec2.LaunchTemplate(
      `@noun@-lt-${environmentSuffix}`,
      {
        namePrefix: `@noun@-${environmentSuffix}-`,
        instanceType: 'm6i.large',
        imageId: 'ami-0123456789abcdef0',
        metadataOptions: { httpTokens: 'required', httpEndpoint: 'enabled' },
        blockDeviceMappings: [
          { deviceName: '/dev/xvda', ebs: { volumeSize: @size@, volumeType: 'gp3', encrypted: 'true' } },
        ],
        userData: Buffer.from('#!/bin/bash\\nyum update -y\\n').toString('base64'),
      },
      { parent: this }
    );
    new aws.autoscaling.Group(
      `@noun@-asg-${environmentSuffix}`,
      {
        minSize: 1,
        maxSize: 4,
        desiredCapacity: 2,
        vpcZoneIdentifiers: args.subnetIds,
        launchTemplate: { id: @binding@Template.id, version: '$Latest' },
        tags: [{ key: 'Name', value: `@noun@-${environmentSuffix}`, propagateAtLaunch: true }],
      },
      { parent: this }
    );
",
    "
    const @binding@Cluster = new aws.ecs.Cluster(
      `@noun@-cluster-${environmentSuffix}`,
      { settings: [{ name: 'containerInsights', value: 'enabled' }], tags },
      { parent: this }
    );
    new aws.ecs.Service(
      `@noun@-service-${environmentSuffix}`,
      {
        cluster: @binding@Cluster.arn,
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration: {
          subnets: args.subnetIds,
          securityGroups: [args.securityGroupId],
          assignPublicIp: @flag@,
        },
        tags,
      },
      { parent: this }
    );
",
];

pub(super) const MESSAGING: &[&str] = &[
    "
    const @binding@DeadLetters = new aws.sqs.Queue(
      `@noun@-dlq-${environmentSuffix}`,
      { messageRetentionSeconds: 1209600, tags },
      { parent: this }
    );
    new aws.sqs.Queue(
      `@noun@-queue-${environmentSuffix}`,
      {
        visibilityTimeoutSeconds: 90,
        redrivePolicy: pulumi.jsonStringify({
          deadLetterTargetArn: @binding@DeadLetters.arn,
          maxReceiveCount: 5,
        }),
        tags,
      },
      { parent: this }
    );
",
    "
    const @binding@Topic = new aws.sns.Topic(
      `@noun@-topic-${environmentSuffix}`,
      { displayName: 'Events of @noun@', tags },
      { parent: this }
    );
    new aws.sns.TopicSubscription(
      `@noun@-subscription-${environmentSuffix}`,
      { topic: @binding@Topic.arn, protocol: 'email', endpoint: 'on-call@example.com' },
      { parent: this }
    );
",
    "
    const @binding@Rule = new aws.cloudwatch.EventRule(
      `@noun@-rule-${environmentSuffix}`,
      {
        description: 'When @noun@ changes',
        eventPattern: JSON.stringify({ source: ['com.example.@noun@'], 'detail-type': ['changed'] }),
        tags,
      },
      { parent: this }
    );
    const @binding@Log = new aws.cloudwatch.LogGroup(
      `@noun@-events-${environmentSuffix}`,
      { retentionInDays: @days@, tags },
      { parent: this }
    );
    new aws.cloudwatch.EventTarget(
      `@noun@-target-${environmentSuffix}`,
      { rule: @binding@Rule.name, arn: @binding@Log.arn },
      { parent: this }
    );
",
];

pub(super) const DATABASE: &[&str] = &[
    "
    const @binding@Subnets = new aws.rds.SubnetGroup(
      `@noun@-db-subnets-${environmentSuffix}`,
      { subnetIds: args.subnetIds, tags },
      { parent: this }
    );
    new aws.rds.Instance(
      `@noun@-db-${environmentSuffix}`,
      {
        engine: 'postgres',
        engineVersion: '16.3',
        instanceClass: 'db.t4g.medium',
        allocatedStorage: @size@,
        dbSubnetGroupName: @binding@Subnets.name,
        vpcSecurityGroupIds: [args.securityGroupId],
        username: 'app',
        manageMasterUserPassword: true,
        storageEncrypted: @flag@,
        skipFinalSnapshot: true,
        tags: named(tags, `@noun@-db-${environmentSuffix}`),
      },
      { parent: this }
    );
",
    "
    new aws.dynamodb.Table(
      `@noun@-table-${environmentSuffix}`,
      {
        billingMode: 'PAY_PER_REQUEST',
        hashKey: 'id',
        rangeKey: 'createdAt',
        attributes: [
          { name: 'id', type: 'S' },
          { name: 'createdAt', type: 'N' },
        ],
        pointInTimeRecovery: { enabled: @flag@ },
        tags,
      },
      { parent: this }
    );
",
];

pub(super) const MONITORING: &[&str] = &[
    "
    const @binding@Trail = new aws.s3.Bucket(`@noun@-trail-${environmentSuffix}`, { tags }, { parent: this });
    new aws.cloudtrail.Trail(
      `@noun@-trail-${environmentSuffix}`,
      {
        s3BucketName: @binding@Trail.id,
        includeGlobalServiceEvents: true,
        isMultiRegionTrail: @flag@,
        eventSelectors: [
          {
            readWriteType: 'All',
            includeManagementEvents: true,
            dataResources: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3:::*/*'] }],
          },
        ],
        tags,
      },
      { parent: this }
    );
",
    "
    new aws.cloudwatch.LogGroup(
      `@noun@-logs-${environmentSuffix}`,
      { name: `/app/${prefix}/@noun@`, retentionInDays: @days@, tags },
      { parent: this }
    );
",
    "
    new aws.cloudwatch.Dashboard(
      `@noun@-dashboard-${environmentSuffix}`,
      {
        dashboardName: `${prefix}-@noun@`,
        dashboardBody: JSON.stringify({
          widgets: [
            {
              type: 'metric',
              width: 12,
              height: 6,
              properties: {
                metrics: [['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', '@noun@']],
                period: 300,
                region: 'eu-central-1',
                title: 'Waiting @noun@',
              },
            },
          ],
        }),
      },
      { parent: this }
    );
",
];

pub(super) const FUNCTIONS: &[&str] = &["
    const @binding@Role = new aws.iam.Role(
      `@noun@-fn-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'lambda.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );
    const @binding@Attachment = new aws.iam.RolePolicyAttachment(
      `@noun@-fn-logs-${environmentSuffix}`,
      {
        role: @binding@Role.name,
        policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
      },
      { parent: this }
    );
    new aws.lambda.Function(
      `@noun@-fn-${environmentSuffix}`,
      {
        runtime: 'nodejs20.x',
        handler: 'index.handler',
        role: @binding@Role.arn,
        code: new pulumi.asset.AssetArchive({ '.': new pulumi.asset.FileArchive('./dist/@noun@') }),
        memorySize: 256,
        timeout: 30,
        vpcConfig: { subnetIds: args.subnetIds, securityGroupIds: [args.securityGroupId] },
        environment: { variables: { SUFFIX: environmentSuffix } },
        tags,
      },
      { parent: this, dependsOn: [@binding@Attachment] }
    );
"];
