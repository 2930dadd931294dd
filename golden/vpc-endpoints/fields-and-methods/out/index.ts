import { Platform } from './platform';
export const url = new Platform('plat', { env: 'dev' }).serviceArn;
