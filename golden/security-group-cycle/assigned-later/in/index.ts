import { ec2 } from '@pulumi/aws';
import { makeGroups } from './groups';

const vpc = new ec2.Vpc('main', { cidrBlock: '10.3.0.0/16' });

export const { web, cache } = makeGroups(vpc, 'prod', 6379);
