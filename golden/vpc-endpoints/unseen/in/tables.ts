import * as pulumi from '@pulumi/pulumi';

const hubs = new pulumi.StackReference('acme/hub/prod');

export const spokeTables = {
  private: hubs.getOutput('privateTable'),
};
