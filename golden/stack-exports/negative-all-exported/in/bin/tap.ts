import * as pulumi from '@pulumi/pulumi';
import { ArchiveStack } from '../lib/archive-stack';
import { BusStack } from '../lib/bus-stack';
import { RelayStack } from '../lib/relay-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const bus = new BusStack('bus', { environmentSuffix });
const archive = new ArchiveStack('archive', {
  environmentSuffix,
  busName: bus.busName,
});

// Has nothing that anyone would read
new RelayStack('relay', { environmentSuffix, busArn: bus.busArn });

const busArn = bus.busArn;
const archiveUrl = pulumi.interpolate`https://console.aws.amazon.com/events/home#/archives/${archive.archiveName}`;

export { busArn, archiveUrl };
export const eventBus = bus.busName;
export const { deadLetterUrl: undeliverable } = bus;
