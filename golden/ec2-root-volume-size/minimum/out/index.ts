import { Instance, InstanceArgs } from '@pulumi/aws/ec2'
import * as pulumi from '@pulumi/pulumi'

const config = new pulumi.Config()
const ami = 'ami-0abcdef1234567890' // built by the image pipeline

const base: InstanceArgs = {
  ami,
  instanceType: 't3.large',
  subnetId: config.require('subnetId'),
  metadataOptions: { httpTokens: 'required' },
  rootBlockDevice: { volumeSize: 40 },
}

const rootBlockDevice = {
  volumeType: 'gp3',
  volumeSize: 40,
}

const machines = ['alpha', 'beta', 'gamma']
for (const machine of machines) {
  new Instance(`lab-${machine}`, {
    ...base,
    rootBlockDevice,
    tags: { Name: `lab-${machine}` },
  })
}

export const bench = new Instance('bench', base)

// Filled as the lab grows
const archiveArgs: InstanceArgs = {
  ami,
  instanceType: 't3.large',
  subnetId: config.require('subnetId'),
  metadataOptions: { httpTokens: 'required' },
}
archiveArgs.rootBlockDevice = { volumeSize: 40, encrypted: true }

export const archive = new Instance('archive', archiveArgs)

export const big = new Instance('big', {
  ...base,
  rootBlockDevice: { volumeSize: 40 },
})
