import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const environment = pulumi.getStack();

const account = new aws.Provider('account', {
  allowedAccountIds: [new pulumi.Config().require('account')],
});

interface Cache {
  vpc: aws.ec2.Vpc;
  table: aws.dynamodb.Table;
}

function createCache(region: string, cidr: string, provider: aws.Provider): Cache {
  const vpc = new aws.ec2.Vpc(
    `cache-vpc-${region}-${environment}`,
    { cidrBlock: `${cidr}.0.0/16`, region },
    { provider },
  );

  const privateSubnets = ['a', 'b'].map(
    (zone, i) =>
      new aws.ec2.Subnet(
        `cache-private-subnet-${i}-${region}-${environment}`,
        {
          vpcId: vpc.id,
          cidrBlock: `${cidr}.${i}.0/24`,
          availabilityZone: `${region}${zone}`,
          region,
        },
        { provider },
      ),
  );

  new aws.elasticache.SubnetGroup(
    `cache-${region}-${environment}`,
    { subnetIds: privateSubnets.map((subnet) => subnet.id), region },
    { provider },
  );

  const privateRouteTable = new aws.ec2.RouteTable(
    `cache-private-rt-${region}-${environment}`,
    {
      vpcId: vpc.id,
      region,
    },
    { provider },
  );

  privateSubnets.forEach((subnet, i) => {
    new aws.ec2.RouteTableAssociation(
      `cache-private-rta-${i}-${region}-${environment}`,
      {
        subnetId: subnet.id,
        routeTableId: privateRouteTable.id,
        region,
      },
      { provider },
    );
  });

  new aws.ec2.VpcEndpoint(
    `cache-dynamodb-endpoint-${region}-${environment}`,
    {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${region}.dynamodb`,
      vpcEndpointType: 'Gateway',
      routeTableIds: [privateRouteTable.id],
      region,
    },
    { provider, deleteBeforeReplace: true },
  );

  const table = new aws.dynamodb.Table(
    `cache-${region}-${environment}`,
    {
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'key',
      attributes: [{ name: 'key', type: 'S' }],
      ttl: { enabled: true, attributeName: 'expires' },
      region,
    },
    { provider },
  );

  return { vpc, table };
}

const ireland = createCache('eu-west-1', '10.1', account);
const oregon = createCache('us-west-2', '10.2', account);

export const vpcIds = [ireland.vpc.id, oregon.vpc.id];
export const tables = [ireland.table.name, oregon.table.name];
