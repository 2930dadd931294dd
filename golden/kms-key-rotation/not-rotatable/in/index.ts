import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const SIGNING_SPEC = 'ECC_NIST_P256';

// Asymmetric: signatures
export const releaseKey = new aws.kms.Key('release-signing', {
  description: 'Signs releases',
  customerMasterKeySpec: SIGNING_SPEC,
  keyUsage: 'SIGN_VERIFY',
  deletionWindowInDays: 30,
});

// Asymmetric: others encrypt, we decrypt
export const inboxKey = new aws.kms.Key('inbox', {
  description: 'Partners encrypt to its public half',
  customerMasterKeySpec: 'RSA_4096',
});

// HMAC
export const tokenKey = new aws.kms.Key('tokens', {
  description: 'Authenticates tokens',
  customerMasterKeySpec: 'HMAC_256',
  keyUsage: 'GENERATE_VERIFY_MAC',
});

const keyStore = new aws.kms.CustomKeyStore('hsm', {
  customKeyStoreName: 'hsm',
  cloudHsmClusterId: config.require('hsmCluster'),
  keyStorePassword: config.requireSecret('hsmPassword'),
  trustAnchorCertificate: config.require('hsmCertificate'),
});

// In a hardware store of our own
export const hsmKey = new aws.kms.Key('hsm', {
  description: 'Lives in the HSM',
  customKeyStoreId: keyStore.id,
});

// Outside of AWS
export const outsideKey = new aws.kms.Key('outside', {
  customKeyStoreId: config.require('externalStore'),
  xksKeyId: config.require('externalKey'),
});

// Material that was imported
export const importedKey = new aws.kms.ExternalKey('imported', {
  description: 'Material from the old data centre',
  keyMaterialBase64: config.requireSecret('material'),
});

// Kept only to read old backups
export const retiredKey = new aws.kms.Key('retired', {
  description: 'Backups until 2023',
  isEnabled: false,
});

export const rotatedKey = new aws.kms.Key('rotated', {
  description: 'As it should be',
  enableKeyRotation: true,
});

export const foundKey = aws.kms.getKeyOutput({ keyId: 'alias/aws/ebs' }).arn;
export const adopted = aws.kms.Key.get('adopted', config.require('adopted'));
