import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'

const config = new pulumi.Config()
const stack = pulumi.getStack()
const keyName = config.get('keyName')
const hardened = config.getBoolean('hardened')

const ami = pulumi.output(
  aws.ec2.getAmi({
    mostRecent: true,
    owners: ['amazon'],
    filters: [{ name: 'name', values: ['al2023-ami-2023.*-arm64'] }],
  })
)

// The loader: filled step by step
const loaderArgs: aws.ec2.InstanceArgs = {
  ami: ami.id,
  instanceType: 'm7g.large',
  subnetId: config.require('subnetId'),
}
if (keyName) {
  loaderArgs.keyName = keyName
}
loaderArgs.tags = { Name: `loader-${stack}`, Job: 'nightly-load' }

export const loader = new aws.ec2.Instance(`loader-${stack}`, loaderArgs)

// The checker says itself what it wants
const checkerArgs: aws.ec2.InstanceArgs = {
  ami: ami.id,
  instanceType: 't4g.small',
  subnetId: config.require('subnetId'),
}
checkerArgs.metadataOptions = { httpTokens: 'required' }

export const checker = new aws.ec2.Instance(`checker-${stack}`, checkerArgs)

// The archiver only where somebody asked for it
const archiverArgs: aws.ec2.InstanceArgs = {
  ami: ami.id,
  instanceType: 't4g.small',
  subnetId: config.require('subnetId'),
}
if (hardened) {
  archiverArgs.metadataOptions = { httpTokens: 'required' }
}

export const archiver = new aws.ec2.Instance(`archiver-${stack}`, archiverArgs)

// Two readers share most of what they are
const reader = {
  ami: ami.id,
  instanceType: 't4g.micro',
  subnetId: config.require('subnetId'),
  monitoring: true,
}
export const readers = [
  new aws.ec2.Instance(`reader-1-${stack}`, { ...reader, hibernation: true }),
  new aws.ec2.Instance(`reader-2-${stack}`, {
    ...reader,
    monitoring: false, // too chatty
  }),
]
