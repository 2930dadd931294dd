const aws = require('@pulumi/aws')
const { interpolate } = require('@pulumi/pulumi')

const region = aws.getRegionOutput()

const vpc = new aws.ec2.Vpc('net', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true })
const subnets = []
for (let i = 0; i < 3; i++) {
  subnets.push(new aws.ec2.Subnet('private' + i, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24` }))
}
const privateRouteTable = new aws.ec2.RouteTable('rt', {
  vpcId: vpc.id
})
subnets.forEach((subnet, i) => {
  new aws.ec2.RouteTableAssociation(`private${i}-rta`, {
    subnetId: subnet.id,
    routeTableId: privateRouteTable.id
  })
})
new aws.ec2.VpcEndpoint('net-s3-endpoint', {
  vpcId: vpc.id,
  serviceName: interpolate`com.amazonaws.${region.name}.s3`,
  vpcEndpointType: 'Gateway',
  routeTableIds: [privateRouteTable.id]
})
const endpointSecurityGroup = new aws.ec2.SecurityGroup('net-endpoint-sg', {
  vpcId: vpc.id,
  description: 'HTTPS to the interface endpoints',
  ingress: [
    {
      description: 'HTTPS from the VPC',
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrBlocks: [vpc.cidrBlock]
    }
  ]
})
new aws.ec2.VpcEndpoint('net-ecr-api-endpoint', {
  vpcId: vpc.id,
  serviceName: interpolate`com.amazonaws.${region.name}.ecr.api`,
  vpcEndpointType: 'Interface',
  subnetIds: subnets.map(subnet => subnet.id),
  securityGroupIds: [endpointSecurityGroup.id],
  privateDnsEnabled: true
})
new aws.ec2.VpcEndpoint('net-ecr-dkr-endpoint', {
  vpcId: vpc.id,
  serviceName: interpolate`com.amazonaws.${region.name}.ecr.dkr`,
  vpcEndpointType: 'Interface',
  subnetIds: subnets.map(subnet => subnet.id),
  securityGroupIds: [endpointSecurityGroup.id],
  privateDnsEnabled: true
})
new aws.ec2.VpcEndpoint('net-logs-endpoint', {
  vpcId: vpc.id,
  serviceName: interpolate`com.amazonaws.${region.name}.logs`,
  vpcEndpointType: 'Interface',
  subnetIds: subnets.map(subnet => subnet.id),
  securityGroupIds: [endpointSecurityGroup.id],
  privateDnsEnabled: true
})
const repo = new aws.ecr.Repository('r')
const td = new aws.ecs.TaskDefinition('td', {
  family: 'td',
  containerDefinitions: repo.repositoryUrl.apply(url => JSON.stringify([{ name: 'c', image: url + ':latest', logConfiguration: { logDriver: 'awslogs' } }]))
})
new aws.ecs.Service('svc', { taskDefinition: td.arn, networkConfiguration: { subnets: subnets.map(s => s.id), assignPublicIp: false } })
exports.vpcId = vpc.id
