import { StationStack } from './lib/station-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const stations = ['north', 'south'].map(
  place => new StationStack(place, environmentSuffix)
);
const harbour = new StationStack('harbour', environmentSuffix, {
  protect: true,
});

export const queueUrls = stations.map(station => station.queueUrl);
export const harbourQueueUrl = harbour.queueUrl;
