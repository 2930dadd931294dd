import * as aws from '@pulumi/aws';
import { Servers } from './lib/servers';

const subnet = aws.ec2.getSubnetOutput({ tags: { Name: 'web' } });
const servers = new Servers('web', subnet.id);

export const id = servers.instance.id;
