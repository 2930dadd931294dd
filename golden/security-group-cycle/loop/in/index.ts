import * as aws from '@pulumi/aws';

const tenants = ['acme', 'globex'];
const ids: Record<string, unknown> = {};

for (const tenant of tenants) {
  const vpc = new aws.ec2.Vpc(`${tenant}-vpc`, { cidrBlock: '10.0.0.0/16' });

  const front = new aws.ec2.SecurityGroup(`${tenant}-front`, {
    vpcId: vpc.id,
    egress: [
      { protocol: 'tcp', fromPort: 3000, toPort: 3010, securityGroups: [back.id] },
    ],
  });

  const back = new aws.ec2.SecurityGroup(`${tenant}-back`, {
    vpcId: vpc.id,
    ingress: [
      { protocol: 'tcp', fromPort: 3000, toPort: 3010, securityGroups: [front.id] },
    ],
  });

  ids[tenant] = [front.id, back.id];
}

export { ids };
