import * as aws from '@pulumi/aws';
const a: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup('a', {
  /* stays */
  egress: [ // open
    { protocol: 'tcp', fromPort: 80, toPort: 80, cidrBlocks: [/* all */ '0.0.0.0/0'] } ],
  tags: { Name: 'a' },
});
const b: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup('b', {
  ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [a.id] }],
}); // the second
// from the tasks
// two
// nothing else
// done
// from b
new aws.vpc.SecurityGroupIngressRule('a-ingress-80-tcp', {
  securityGroupId: a.id,
  ipProtocol: 'tcp',
  fromPort: 80,
  toPort: 80,
  referencedSecurityGroupId: b.id,
});
// the other
/* px */
/* who */
new aws.vpc.SecurityGroupIngressRule('a-ingress-81-tcp', {
  securityGroupId: a.id,
  ipProtocol: 'tcp',
  fromPort: 81,
  toPort: 81,
  referencedSecurityGroupId: b.id,
});
// after
export const id = b.id;
