import * as aws from '@pulumi/aws';
import { Cluster } from './cluster';

const provider = new aws.Provider('frankfurt', { region: 'eu-central-1' });

const vpc = new aws.ec2.Vpc('main', { cidrBlock: '10.1.0.0/16' }, { provider });

const cluster = new Cluster('search', { vpc, provider });

export const nodeGroup = cluster.nodes.id;
