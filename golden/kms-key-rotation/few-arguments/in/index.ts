import * as pulumi from '@pulumi/pulumi'
import { Provider, secretsmanager } from '@pulumi/aws'
import * as kms from '@pulumi/aws/kms'
import { Key as EncryptionKey } from '@pulumi/aws/kms'
import { serviceKey } from './service-key'

const stack = pulumi.getStack()
const frankfurt = new Provider('frankfurt', { region: 'eu-central-1' })

// All defaults
const sessionKey = new kms.Key('sessions')

const cookieKey = new kms.Key('cookies', {})

const backupKey = new EncryptionKey('backups', undefined, {
  provider: frankfurt,
})

const mailKey = new EncryptionKey('mail', { keyUsage: 'ENCRYPT_DECRYPT' })

const searchKey = new EncryptionKey(
  `search-${stack}`,
  { description: 'Encrypts what the index keeps of the documents' },
  { provider: frankfurt }
)

const services = ['billing', 'catalog', 'shipping']
const secrets = services.map(
  service =>
    new secretsmanager.Secret(`${service}-${stack}`, {
      kmsKeyId: serviceKey(service, stack).arn,
    })
)

const keys = [sessionKey, cookieKey, backupKey, mailKey, searchKey]
export const keyArns = keys.map(key => key.arn)
export const secretArns = secrets.map(secret => secret.arn)
