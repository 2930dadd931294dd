import * as pulumi from '@pulumi/pulumi';
import { ZoneStack } from '../lib/zone-stack';

const config = new pulumi.Config();

// No default: a zone of the wrong environment would be an outage
const environment = config.require('environment');
const settings: Record<string, { domain: string; ttl: number }> = {
  staging: { domain: 'staging.example.org', ttl: 60 },
  production: { domain: 'example.org', ttl: 3600 },
};

const zones = new ZoneStack('zones', {
  ...settings[environment],
  tags: { Environment: environment },
});

export const nameServers = zones.nameServers;
