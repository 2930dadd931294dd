import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { loggedBucket, Network } from './lib/network';

const config = new pulumi.Config();
const wide = config.getBoolean('wide') ?? false;

const key = new aws.kms.Key('ledger', { enableKeyRotation: true });
const alias = new aws.kms.Alias('ledger', { targetKeyId: key.id });
const network = new Network('ledger', {
  cidrBlock: '10.0.0.0/16',
  after: [key, alias],
});

// What both stores wait for
const basics = [key, network];
loggedBucket('entries', { dependsOn: basics });
const exportsBucket = new aws.s3.Bucket('exports', {}, { dependsOn: basics });

// These ids are an output as well
const keyIds = [key.id, alias.arn];
export const usedKeys = keyIds;
new aws.s3.Bucket('statements', {}, { dependsOn: [key, alias] });

const later: pulumi.Input<pulumi.Resource>[] = [];
later.push(network);
later.push(alias);
new aws.s3.Bucket('archive', {}, { dependsOn: later });

new aws.s3.Bucket('audit', {});

new aws.s3.Bucket('reports', {}, { dependsOn: wide ? network : exportsBucket });
loggedBucket('drafts', {} as any);
loggedBucket('copies', { protect: wide, dependsOn: [alias] });
new aws.s3.Bucket('scratch', {}, { protect: wide });
