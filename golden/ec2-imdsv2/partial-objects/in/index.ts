import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { lobbyMetadata } from './metadata';

const config = new pulumi.Config();
const subnetId = config.require('subnetId');
const image = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['099720109477'],
  filters: [
    {
      name: 'name',
      values: ['ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*'],
    },
  ],
});

// Shared by the two match hosts
const metadataOptions = {
  httpEndpoint: 'enabled',
  httpTokens: 'optional', // the old agent could not do better
  httpPutResponseHopLimit: 2,
};

const matchHost = new aws.ec2.Instance('match-host', {
  ami: image.id,
  instanceType: 'c6i.large',
  subnetId,
  metadataOptions,
  tags: { Name: 'match-host', Team: 'live' },
});

const lobby = new aws.ec2.Instance('lobby', {
  ami: image.id,
  instanceType: 't3.medium',
  subnetId,
  metadataOptions: lobbyMetadata,
  tags: { Name: 'lobby', Team: 'live' },
});

const tournament = new aws.ec2.Instance('tournament', {
  ami: image.id,
  instanceType: 'c6i.xlarge',
  subnetId,
  metadataOptions: { httpTokens: 'optional' },
  tags: { Name: 'tournament', Team: 'live' },
});

const replay = new aws.ec2.Instance(
  'replay',
  {
    ami: image.id,
    instanceType: 't3.large',
    subnetId,
    tags: { Name: 'replay', Team: 'media' },
    metadataOptions: {
      // tags are read by the uploader
      instanceMetadataTags: 'enabled',
    },
  },
  { protect: true }
);

const chat = new aws.ec2.LaunchTemplate('chat', {
  imageId: image.id,
  instanceType: 't3.small',
  metadataOptions: {
    httpEndpoint: 'enabled',
    httpTokens: 'optional',
    httpPutResponseHopLimit: 64,
    httpProtocolIpv6: 'enabled',
    instanceMetadataTags: 'disabled',
  },
});

const voice = new aws.ec2.LaunchTemplate('voice', {
  imageId: image.id,
  instanceType: 't3.small',
  metadataOptions: {},
});

// Already as it should be, with limits of its own
const leaderboard = new aws.ec2.Instance('leaderboard', {
  ami: image.id,
  instanceType: 't3.large',
  subnetId,
  metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 3 },
});

export const hosts = [matchHost, lobby, tournament, replay, leaderboard].map(
  host => host.privateIp
);
export const templates = [chat.latestVersion, voice.latestVersion];
