import * as aws from '@pulumi/aws'
import * as awsx from '@pulumi/awsx'
import { Network } from './network'

const network = new Network('search', ['eu-west-1a', 'eu-west-1b'])
const officeVpc = new awsx.ec2.Vpc('office')
const defaultVpc = aws.ec2.getVpcOutput({ default: true })

const group = new aws.ec2.SecurityGroup('search', {
  description: 'Search',
  vpcId: network.vpcId,
})
const groupId = group.id

const nodes = network.subnets.map(
  (subnet, i) =>
    new aws.ec2.NetworkInterface(
      `node-${i}`,
      { subnetId: subnet.id, securityGroups: [groupId] },
      { dependsOn: [network.vpcId, groupId] }
    )
)

const domain = new aws.opensearch.Domain(
  'search',
  {
    engineVersion: 'OpenSearch_2.13',
    vpcOptions: {
      subnetIds: network.subnets.map(subnet => subnet.id),
      securityGroupIds: [groupId],
    },
  },
  { dependsOn: network.subnets.map(subnet => subnet.id) }
)

const peering = new aws.ec2.VpcPeeringConnection(
  'office',
  { vpcId: network.vpcId, peerVpcId: officeVpc.vpcId, autoAccept: true },
  { dependsOn: [officeVpc.vpcId, ...network.routes.map(route => route.id)] }
)

// The default VPC is only looked up: nothing to wait for
const legacy = new aws.ec2.VpcPeeringConnection(
  'legacy',
  { vpcId: network.vpcId, peerVpcId: defaultVpc.id, autoAccept: true },
  { protect: true, dependsOn: [defaultVpc.id] }
)

export const endpoint = domain.endpoint
export const nodeIps = nodes.map(node => node.privateIp)
export const peerings = [peering.id, legacy.id]
