import { FarmNetwork } from './network'

const network = new FarmNetwork('farm', { cidrPrefix: '10.80' })

export const vpcId = network.vpc.id
export const workerSecurityGroupId = network.workerSecurityGroup.id
