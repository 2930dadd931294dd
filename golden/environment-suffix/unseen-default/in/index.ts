import { PreviewStack } from './lib/preview-stack';

const stack = new PreviewStack('preview', { indexDocument: 'index.html' });

export const websiteEndpoint = stack.websiteEndpoint;
