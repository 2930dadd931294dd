import * as aws from '@pulumi/aws';
import { Backend } from './backend';
import { Frontend } from './frontend';

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.0.0.0/16' });

const frontend = new Frontend('frontend', { vpcId: vpc.id, backend: backend.groupId });
const backend = new Backend('backend', { vpcId: vpc.id, frontend: frontend.groupId });

export const ids = [frontend.groupId, backend.groupId];
