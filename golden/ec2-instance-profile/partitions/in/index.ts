import * as aws from '@pulumi/aws';
import { webServer } from './web';

const govCloud = new aws.Provider('gov', { region: 'us-gov-west-1' });

const bastion = new aws.ec2.Instance(
  'bastion',
  { ami: 'ami-0123456789abcdef0', instanceType: 't3.micro' },
  { provider: govCloud }
);

export const ids = [bastion.id, webServer('web').id];
