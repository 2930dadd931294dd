import * as aws from '@pulumi/aws'
import { CacheStack, type CacheStackArgs } from '../lib/cache-stack'

const suffix = process.env.ENVIRONMENT_SUFFIX || 'dev'
const region = (process.env.AWS_REGION || 'eu-west-3') as aws.Region

const provider = new aws.Provider('aws', {
  region,
  defaultTags: { tags: { Environment: suffix, Service: 'edge-cache' } },
})

const cacheArgs: CacheStackArgs = {
  environmentSuffix: suffix,
  nodeType: suffix === 'prod' ? 'cache.r7g.large' : 'cache.t4g.small',
  replicas: suffix === 'prod' ? 2 : 0,
}

const stack = new CacheStack('edge-cache', cacheArgs, { provider })

export const primaryEndpoint = stack.primaryEndpoint
