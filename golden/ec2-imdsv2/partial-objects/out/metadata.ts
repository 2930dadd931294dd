import { types } from '@pulumi/aws';

export const lobbyMetadata: types.input.ec2.InstanceMetadataOptions = {
  httpEndpoint: 'enabled',
  instanceMetadataTags: 'enabled',
  httpTokens: 'required',
  httpPutResponseHopLimit: 1,
};
