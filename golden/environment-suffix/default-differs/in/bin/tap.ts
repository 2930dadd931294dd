import { createTags } from '../lib/tags';
import { TileStack } from '../lib/tile-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX || 'local';

const stack = new TileStack('tiles', {
  tags: createTags(environmentSuffix),
  zoomLevels: [8, 12, 16],
});

export const tileBuckets = stack.tileBuckets;
