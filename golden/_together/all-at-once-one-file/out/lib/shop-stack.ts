import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface ShopStackArgs {
  environmentSuffix: string;
  adminCidr: string;
}

export class ShopStack extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  public readonly bastionId: pulumi.Output<string>;

  constructor(
    name: string,
    args: ShopStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('acme:shop:Stack', name, {}, opts);

    const identity = aws.getCallerIdentityOutput({}, { parent: this });

    const { environmentSuffix } = args;
    const tags = { Project: 'shop', Environment: environmentSuffix };
    const azs = ['us-east-1a', 'us-east-1b'];

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
              Action: [
                'kms:Encrypt*',
                'kms:Decrypt*',
                'kms:ReEncrypt*',
                'kms:GenerateDataKey*',
                'kms:Describe*',
                'kms:CreateGrant',
              ],
              Resource: '*',
              Condition: {
                ArnLike: {
                  'kms:EncryptionContext:aws:logs:arn':
                    'arn:aws:logs:us-east-1:123456789012:*',
                },
              },
            },
          ],
        }),
        enableKeyRotation: true,
        tags,
      },
      { parent: this }
    );

    // Network
    const vpc = new aws.ec2.Vpc(
      `shop-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.0.0.0/16',
        enableDnsHostnames: true,
        tags: { ...tags, Name: `shop-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    const vpcFlowLogGroup = new aws.cloudwatch.LogGroup(
      `shop-vpc-flow-logs-${environmentSuffix}`,
      {
        retentionInDays: 365,
        kmsKeyId: logsKey.arn,
        tags: { ...tags, Name: `shop-vpc-flow-logs-${environmentSuffix}` },
      },
      { parent: this }
    );

    const vpcFlowLogRole = new aws.iam.Role(
      `shop-vpc-flow-log-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags: { ...tags, Name: `shop-vpc-flow-log-role-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `shop-vpc-flow-log-policy-${environmentSuffix}`,
      {
        role: vpcFlowLogRole.id,
        policy: vpcFlowLogGroup.arn.apply(arn =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: [
                  'logs:CreateLogStream',
                  'logs:DescribeLogStreams',
                  'logs:PutLogEvents',
                ],
                Resource: `${arn}:*`,
              },
            ],
          })
        ),
      },
      { parent: this }
    );

    new aws.ec2.FlowLog(
      `shop-vpc-flow-log-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: vpcFlowLogGroup.arn,
        iamRoleArn: vpcFlowLogRole.arn,
        tags: { ...tags, Name: `shop-vpc-flow-log-${environmentSuffix}` },
      },
      { parent: this }
    );

    const publicSubnets: aws.ec2.Subnet[] = [];
    const privateSubnets: aws.ec2.Subnet[] = [];
    azs.forEach((az, i) => {
      publicSubnets.push(
        new aws.ec2.Subnet(
          `shop-public-${i + 1}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.0.${i}.0/24`,
            availabilityZone: az,
            mapPublicIpOnLaunch: true,
            tags: {
              ...tags,
              Name: `shop-public-${i + 1}-${environmentSuffix}`,
            },
          },
          { parent: this }
        )
      );
      privateSubnets.push(
        new aws.ec2.Subnet(
          `shop-private-${i + 1}-${environmentSuffix}`,
          {
            vpcId: vpc.id,
            cidrBlock: `10.0.${i + 10}.0/24`,
            availabilityZone: az,
            tags: {
              ...tags,
              Name: `shop-private-${i + 1}-${environmentSuffix}`,
            },
          },
          { parent: this }
        )
      );
    });

    const internetGateway = new aws.ec2.InternetGateway(
      `shop-igw-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { ...tags, Name: `shop-igw-${environmentSuffix}` },
      },
      { parent: this }
    );

    const publicRouteTable = new aws.ec2.RouteTable(
      `shop-public-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { ...tags, Name: `shop-public-rt-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.Route(
      `shop-public-route-${environmentSuffix}`,
      {
        routeTableId: publicRouteTable.id,
        destinationCidrBlock: '0.0.0.0/0',
        gatewayId: internetGateway.id,
      },
      { parent: this }
    );

    publicSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `shop-public-rta-${i + 1}-${environmentSuffix}`,
        {
          subnetId: subnet.id,
          routeTableId: publicRouteTable.id,
        },
        { parent: this }
      );
    });

    const natEip = new aws.ec2.Eip(
      `shop-nat-eip-${environmentSuffix}`,
      {
        domain: 'vpc',
        tags: { ...tags, Name: `shop-nat-eip-${environmentSuffix}` },
      },
      { parent: this }
    );

    const natGateway = new aws.ec2.NatGateway(
      `shop-nat-${environmentSuffix}`,
      {
        allocationId: natEip.id,
        subnetId: publicSubnets[0].id,
        tags: { ...tags, Name: `shop-nat-${environmentSuffix}` },
      },
      { parent: this, dependsOn: [internetGateway] }
    );

    const privateRouteTable = new aws.ec2.RouteTable(
      `shop-private-rt-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        tags: { ...tags, Name: `shop-private-rt-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.Route(
      `shop-private-route-${environmentSuffix}`,
      {
        routeTableId: privateRouteTable.id,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: natGateway.id,
      },
      { parent: this }
    );

    privateSubnets.forEach((subnet, i) => {
      new aws.ec2.RouteTableAssociation(
        `shop-private-rta-${i + 1}-${environmentSuffix}`,
        {
          subnetId: subnet.id,
          routeTableId: privateRouteTable.id,
        },
        { parent: this }
      );
    });

    new aws.ec2.VpcEndpoint(
      `shop-s3-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.us-east-1.s3',
        vpcEndpointType: 'Gateway',
        routeTableIds: [privateRouteTable.id],
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'AccountPrincipals',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:*',
              Resource: '*',
              Condition: {
                StringEquals: {
                  'aws:PrincipalAccount': identity.accountId,
                },
              },
            },
            {
              Sid: 'EcrImageLayers',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: 'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*',
            },
            {
              Sid: 'AmazonLinuxRepositories',
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: [
                'arn:aws:s3:::amazonlinux-2-repos-us-east-1/*',
                'arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*',
              ],
            },
          ],
        }),
        tags: { ...tags, Name: `shop-s3-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    const endpointSecurityGroup = new aws.ec2.SecurityGroup(
      `shop-endpoint-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'HTTPS to the interface endpoints',
        ingress: [
          {
            description: 'HTTPS from the VPC',
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrBlocks: [vpc.cidrBlock],
          },
        ],
        tags: { ...tags, Name: `shop-endpoint-sg-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `shop-ecr-api-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.us-east-1.ecr.api',
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'ecr:*',
              Resource: '*',
              Condition: {
                StringEquals: {
                  'aws:PrincipalAccount': identity.accountId,
                },
              },
            },
          ],
        }),
        tags: { ...tags, Name: `shop-ecr-api-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `shop-ecr-dkr-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.us-east-1.ecr.dkr',
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'ecr:*',
              Resource: '*',
              Condition: {
                StringEquals: {
                  'aws:PrincipalAccount': identity.accountId,
                },
              },
            },
          ],
        }),
        tags: { ...tags, Name: `shop-ecr-dkr-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.ec2.VpcEndpoint(
      `shop-logs-endpoint-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        serviceName: 'com.amazonaws.us-east-1.logs',
        vpcEndpointType: 'Interface',
        subnetIds: privateSubnets.map(subnet => subnet.id),
        securityGroupIds: [endpointSecurityGroup.id],
        privateDnsEnabled: true,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'logs:*',
              Resource: '*',
              Condition: {
                StringEquals: {
                  'aws:PrincipalAccount': identity.accountId,
                },
              },
            },
          ],
        }),
        tags: { ...tags, Name: `shop-logs-endpoint-${environmentSuffix}` },
      },
      { parent: this }
    );

    // The network of the offices
    const officeVpc = new aws.ec2.Vpc(
      `shop-office-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.2.0.0/16',
        tags: { ...tags, Name: `shop-office-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    // Logs of that network
    const flowLogGroup = new aws.cloudwatch.LogGroup(
      `shop-office-flow-${environmentSuffix}`,
      { retentionInDays: 90, kmsKeyId: logsKey.arn, tags },
      { parent: this }
    );

    const flowLogRole = new aws.iam.Role(
      `shop-flow-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'ec2.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
            {
              Effect: 'Allow',
              Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `shop-flow-policy-${environmentSuffix}`,
      {
        role: flowLogRole.id,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: [
                'logs:CreateLogStream',
                'logs:DescribeLogStreams',
                'logs:PutLogEvents',
              ],
              Resource: pulumi.interpolate`${flowLogGroup.arn}:*`,
            },
          ],
        }),
      },
      { parent: this }
    );

    new aws.ec2.FlowLog(
      `shop-office-flow-log-${environmentSuffix}`,
      {
        vpcId: officeVpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: flowLogGroup.arn,
        iamRoleArn: flowLogRole.arn,
        tags,
      },
      { parent: this }
    );

    // The network of the warehouse
    const warehouseVpc = new aws.ec2.Vpc(
      `shop-warehouse-vpc-${environmentSuffix}`,
      {
        cidrBlock: '10.1.0.0/16',
        tags: { ...tags, Name: `shop-warehouse-vpc-${environmentSuffix}` },
      },
      { parent: this }
    );

    const warehouseSubnet = new aws.ec2.Subnet(
      `shop-warehouse-isolated-${environmentSuffix}`,
      {
        vpcId: warehouseVpc.id,
        cidrBlock: '10.1.1.0/24',
        tags: { ...tags, Name: `shop-warehouse-isolated-${environmentSuffix}` },
      },
      { parent: this }
    );

    const warehouseTable = new aws.ec2.RouteTable(
      `shop-warehouse-isolated-rt-${environmentSuffix}`,
      {
        vpcId: warehouseVpc.id,
        tags: {
          ...tags,
          Name: `shop-warehouse-isolated-rt-${environmentSuffix}`,
        },
      },
      { parent: this }
    );

    new aws.ec2.RouteTableAssociation(
      `shop-warehouse-isolated-rta-${environmentSuffix}`,
      {
        subnetId: warehouseSubnet.id,
        routeTableId: warehouseTable.id,
      },
      { parent: this }
    );

    new aws.s3.BucketV2(
      `shop-warehouse-flow-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    const warehouseFlowLogGroup = new aws.cloudwatch.LogGroup(
      `shop-warehouse-flow-log-group-${environmentSuffix}`,
      {
        retentionInDays: 365,
        kmsKeyId: logsKey.arn,
        tags,
      },
      { parent: this }
    );

    const warehouseFlowLogRole = new aws.iam.Role(
      `shop-warehouse-flow-log-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `shop-warehouse-flow-log-policy-${environmentSuffix}`,
      {
        role: warehouseFlowLogRole.id,
        policy: warehouseFlowLogGroup.arn.apply(arn =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: [
                  'logs:CreateLogStream',
                  'logs:DescribeLogStreams',
                  'logs:PutLogEvents',
                ],
                Resource: `${arn}:*`,
              },
            ],
          })
        ),
      },
      { parent: this }
    );

    new aws.ec2.FlowLog(
      `shop-warehouse-flow-log-${environmentSuffix}`,
      {
        vpcId: warehouseVpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: warehouseFlowLogGroup.arn,
        iamRoleArn: warehouseFlowLogRole.arn,
        tags,
      },
      { parent: this }
    );

    // Who may come in
    const bastionSecurityGroup = new aws.ec2.SecurityGroup(
      `shop-bastion-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
        description: 'Bastion',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            cidrBlocks: [args.adminCidr],
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

    // The bastion
    const ami = aws.ec2.getAmiOutput({
      mostRecent: true,
      owners: ['amazon'],
      filters: [{ name: 'name', values: ['al2023-ami-2023.*-x86_64'] }],
    });

    const shopInstanceRole = new aws.iam.Role(
      `shop-instance-role-${environmentSuffix}`,
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
        tags: { ...tags, Name: `shop-instance-role-${environmentSuffix}` },
      },
      { parent: this }
    );

    new aws.iam.RolePolicyAttachment(
      `shop-instance-ssm-${environmentSuffix}`,
      {
        role: shopInstanceRole.name,
        policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
      },
      { parent: this }
    );

    const shopInstanceProfile = new aws.iam.InstanceProfile(
      `shop-instance-profile-${environmentSuffix}`,
      {
        role: shopInstanceRole.name,
        tags: { ...tags, Name: `shop-instance-profile-${environmentSuffix}` },
      },
      { parent: this }
    );

    const bastion = new aws.ec2.Instance(
      `shop-bastion-${environmentSuffix}`,
      {
        ami: ami.id,
        instanceType: 't3.micro',
        subnetId: publicSubnets[0].id,
        vpcSecurityGroupIds: [bastionSecurityGroup.id],
        iamInstanceProfile: shopInstanceProfile.name,
        rootBlockDevice: { volumeSize: 30, encrypted: true },
        userData: `#!/bin/bash
yum update -y
sed -i 's/^#*PermitRootLogin.*/PermitRootLogin no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config
sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
sed -i -E 's/^#?MaxAuthTries .*/MaxAuthTries 3/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config
yum install -y dnf-automatic
sed -i -E 's/^upgrade_type = .*/upgrade_type = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/dnf/automatic.conf
echo latest > /etc/dnf/vars/releasever
systemctl enable --now dnf-automatic.timer
if yum install -y fail2ban-server; then
  printf '%s\\n' '[sshd]' 'enabled = true' 'backend = systemd' > /etc/fail2ban/jail.d/sshd.local
  systemctl enable --now fail2ban
fi
systemctl restart sshd
`,
        metadataOptions: {
          httpEndpoint: 'enabled',
          httpTokens: 'required',
          httpPutResponseHopLimit: 1,
          instanceMetadataTags: 'enabled',
        },
        tags: { ...tags, Name: `shop-bastion-${environmentSuffix}` },
      },
      { parent: this, dependsOn: [publicSubnets[0]] }
    );

    // Workers of the warehouse
    const workers = new aws.ec2.LaunchTemplate(
      `shop-workers-${environmentSuffix}`,
      {
        imageId: ami.id,
        instanceType: 't3.small',
        iamInstanceProfile: { arn: shopInstanceProfile.arn },
        metadataOptions: {
          httpEndpoint: 'enabled',
          httpTokens: 'required',
          httpPutResponseHopLimit: 1,
          instanceMetadataTags: 'enabled',
        },
        tags,
      },
      { parent: this }
    );

    new aws.autoscaling.Group(
      `shop-workers-${environmentSuffix}`,
      {
        minSize: 1,
        maxSize: 3,
        vpcZoneIdentifiers: [warehouseSubnet.id],
        launchTemplate: { id: workers.id, version: '$Latest' },
      },
      { parent: this }
    );

    // The application
    const assets = new aws.s3.BucketV2(
      `shop-assets-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    const repository = new aws.ecr.Repository(
      `shop-app-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    const appLogs = new aws.cloudwatch.LogGroup(
      `shop-app-logs-${environmentSuffix}`,
      { retentionInDays: 30, kmsKeyId: logsKey.arn, tags },
      { parent: this }
    );

    const executionRole = new aws.iam.Role(
      `shop-execution-role-${environmentSuffix}`,
      {
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'ecs-tasks.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
        tags,
      },
      { parent: this }
    );

    new aws.iam.RolePolicy(
      `shop-execution-policy-${environmentSuffix}`,
      {
        role: executionRole.id,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
              Resource: repository.arn,
            },
            // Can't be limited to resources: ecr:GetAuthorizationToken
            {
              Effect: 'Allow',
              Action: 'ecr:GetAuthorizationToken',
              Resource: '*',
            },
          ],
        }),
      },
      { parent: this }
    );

    const cluster = new aws.ecs.Cluster(
      `shop-cluster-${environmentSuffix}`,
      { tags },
      { parent: this }
    );

    const task = new aws.ecs.TaskDefinition(
      `shop-task-${environmentSuffix}`,
      {
        family: `shop-${environmentSuffix}`,
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        executionRoleArn: executionRole.arn,
        containerDefinitions: pulumi
          .all([repository.repositoryUrl, appLogs.name, assets.bucket])
          .apply(([image, group, bucket]) =>
            JSON.stringify([
              {
                name: 'app',
                image: `${image}:1.4.2`,
                environment: [{ name: 'ASSETS', value: bucket }],
                logConfiguration: {
                  logDriver: 'awslogs',
                  options: {
                    'awslogs-group': group,
                    'awslogs-region': 'us-east-1',
                    'awslogs-stream-prefix': 'app',
                  },
                },
              },
            ])
          ),
        tags,
      },
      { parent: this }
    );

    // Who may talk to whom
    const albSecurityGroup: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup(
      `shop-alb-sg-${environmentSuffix}`,
      {
        vpcId: vpc.id,
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
        vpcId: vpc.id,
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

    new aws.ecs.Service(
      `shop-service-${environmentSuffix}`,
      {
        cluster: cluster.arn,
        taskDefinition: task.arn,
        desiredCount: 2,
        launchType: 'FARGATE',
        networkConfiguration: {
          subnets: privateSubnets.map(subnet => subnet.id),
          securityGroups: [appSecurityGroup.id],
        },
        tags,
      },
      { parent: this }
    );

    this.vpcId = vpc.id;
    this.bastionId = bastion.id;

    this.registerOutputs({
      vpcId: this.vpcId,
      bastionId: this.bastionId,
    });
  }
}
