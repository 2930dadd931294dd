import { PreviewStack } from './lib/preview-stack';

const environmentSuffix = process.env.ENVIRONMENT_SUFFIX;

const stack = new PreviewStack('preview', {
  environmentSuffix,
  indexDocument: 'index.html',
});

export const websiteEndpoint = stack.websiteEndpoint;
