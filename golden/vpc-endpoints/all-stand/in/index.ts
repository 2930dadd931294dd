import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const region = aws.getRegionOutput().id;

const vpc = new aws.ec2.Vpc('web', { cidrBlock: '10.0.0.0/16' });
const subnet = new aws.ec2.Subnet('web-private', {
  vpcId: vpc.id,
  cidrBlock: '10.0.1.0/24',
});
const table = new aws.ec2.RouteTable('web-private', { vpcId: vpc.id });

const services = [
  { name: 's3', type: 'Gateway' },
  { name: 'ecr.api', type: 'Interface' },
  { name: 'ecr.dkr', type: 'Interface' },
];
services.forEach(service => {
  const isGateway = service.type === 'Gateway';
  new aws.ec2.VpcEndpoint(`web-${service.name}`, {
    vpcId: vpc.id,
    serviceName: pulumi.interpolate`com.amazonaws.${region}.${service.name}`,
    vpcEndpointType: service.type,
    routeTableIds: isGateway ? [table.id] : undefined,
    subnetIds: isGateway ? undefined : [subnet.id],
  });
});

const logs = aws.ec2.getVpcEndpointServiceOutput({ service: 'logs' });
new aws.ec2.VpcEndpoint('web-logs', {
  vpcId: vpc.id,
  serviceName: logs.serviceName,
  vpcEndpointType: 'Interface',
  subnetIds: [subnet.id],
});

const task = new aws.ecs.TaskDefinition('web', {
  family: 'web',
  containerDefinitions: JSON.stringify([
    {
      name: 'web',
      image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1',
      logConfiguration: { logDriver: 'awslogs' },
    },
  ]),
});
export const service = new aws.ecs.Service('web', {
  taskDefinition: task.arn,
  networkConfiguration: { subnets: [subnet.id] },
});
