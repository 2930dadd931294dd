import { InternetGateway, RouteTable, Subnet, Vpc } from '@pulumi/aws/ec2';

const vpc = new Vpc('small', { cidrBlock: '10.0.0.0/16' });
const gateway = new InternetGateway('small', { vpcId: vpc.id });

const routes = [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }];
new RouteTable('outwards', { vpcId: vpc.id, routes });

const subnet = new Subnet('small', { vpcId: vpc.id, cidrBlock: '10.0.0.0/24' });

export const subnetId = subnet.id;
