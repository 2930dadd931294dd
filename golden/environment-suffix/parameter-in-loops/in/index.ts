import { StationStack } from './lib/station-stack';

const stations = ['north', 'south'].map(place => new StationStack(place));
const harbour = new StationStack('harbour', undefined, { protect: true });

export const queueUrls = stations.map(station => station.queueUrl);
export const harbourQueueUrl = harbour.queueUrl;
