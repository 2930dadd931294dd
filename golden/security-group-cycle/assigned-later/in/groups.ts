import { ec2 } from '@pulumi/aws';

const EVERYWHERE = '0.0.0.0/0';

/** The groups of the shop. */
export function makeGroups(vpc: ec2.Vpc, stage: string, port: number) {
  let web: ec2.SecurityGroup;
  let cache: ec2.SecurityGroup;

  web = new ec2.SecurityGroup('web-' + stage, {
    vpcId: vpc.id,
    ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, cidrBlocks: [EVERYWHERE] }],
    egress: [{ protocol: 'tcp', fromPort: port, toPort: port, securityGroups: [cache.id] }],
  });
  cache = new ec2.SecurityGroup('cache-' + stage, {
    vpcId: vpc.id,
    ingress: [{ protocol: 'tcp', fromPort: port, toPort: port, securityGroups: [web.id] }],
  });

  return { web: web.id, cache: cache.id };
}
