import { Thumbnails } from './thumbnails';

const thumbnails = new Thumbnails('thumbnails', { environmentSuffix: 'dev' });

export const functionName = thumbnails.functionName;
