import * as aws from '@pulumi/aws';
const a: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup('a', {
  // from the tasks
  ingress: [ // two
    { protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [b.id] }, // from b
    // the other
    // @ts-ignore
    { protocol: 'tcp', fromPort: /* px */ 81, toPort: 81, /* who */ securityGroups: [b.id] },

    // nothing else
  ], // done
  /* stays */
  egress: [ // open
    { protocol: 'tcp', fromPort: 80, toPort: 80, cidrBlocks: [/* all */ '0.0.0.0/0'] } ],
  tags: { Name: 'a' },
});
const b: aws.ec2.SecurityGroup = new aws.ec2.SecurityGroup('b', {
  ingress: [{ protocol: 'tcp', fromPort: 80, toPort: 80, securityGroups: [a.id] }],
}); // the second
// after
export const id = b.id;
