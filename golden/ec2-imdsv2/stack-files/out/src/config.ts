import * as pulumi from '@pulumi/pulumi';

const DEFAULT_HTTP_TOKENS = 'required';

const config = new pulumi.Config('metadata');

export const httpTokens = config.get('httpTokens') ?? DEFAULT_HTTP_TOKENS;
export const hopLimit = config.getNumber('hopLimit') ?? 1;
