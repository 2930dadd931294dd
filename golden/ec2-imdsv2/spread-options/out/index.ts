import * as aws from '@pulumi/aws';

// Every host of the relay; what differs is said where it starts
const metadata = {
  httpEndpoint: 'enabled',
  httpTokens: 'required',
  httpPutResponseHopLimit: 1,
};

const gateway = new aws.ec2.Instance('gateway', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  metadataOptions: metadata,
  tags: { Name: 'gateway' },
});

// Metadata can't show the key of this tag, which would keep it from starting
const relay = new aws.ec2.LaunchTemplate('relay', {
  imageId: 'ami-0123456789abcdef0',
  instanceType: 't3.small',
  metadataOptions: { ...metadata, httpPutResponseHopLimit: 3 },
  tagSpecifications: [
    { resourceType: 'instance', tags: { Name: 'relay', 'team/owner': 'media' } },
  ],
});

// Requires tokens of its own
const probe = new aws.ec2.Instance('probe', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.nano',
  metadataOptions: { ...metadata, httpTokens: 'required' },
  tags: { Name: 'probe' },
});

export const hosts = [gateway.privateIp, probe.privateIp];
export const template = relay.latestVersion;
