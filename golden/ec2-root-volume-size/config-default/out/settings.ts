import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config('wiki');

/** GiB; the operating system and a few pages. */
export const cacheVolumeSize = 30;

/** GiB; about a month of logs. */
export const logVolumeSize = config.getNumber('logVolumeSize') ?? 50;
