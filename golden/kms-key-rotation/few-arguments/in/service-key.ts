import { kms } from '@pulumi/aws'

const shared: kms.KeyArgs = {
  deletionWindowInDays: 7,
  customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
}

/** One key a service, with an alias that people can remember. */
export function serviceKey(service: string, stack: string): kms.Key {
  const key = new kms.Key(`${service}-${stack}`, {
    ...shared,
    description: `Secrets of ${service}`,
  })
  new kms.Alias(`${service}-${stack}`, {
    name: `alias/${stack}/${service}`,
    targetKeyId: key.keyId,
  })
  return key
}
