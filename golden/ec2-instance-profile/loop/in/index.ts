import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

const config = new pulumi.Config();
const subnetIds = config.requireObject<string[]>('subnetIds');
const stack = pulumi.getStack();

const webIds: pulumi.Output<string>[] = [];

for (let i = 0; i < subnetIds.length; i++) {
  const web = new aws.ec2.Instance(`web-${i + 1}-${stack}`, {
    ami: 'ami-0123456789abcdef0',
    instanceType: 't3.micro',
    subnetId: subnetIds[i],
    tags: { Name: `web-${i + 1}-${stack}`, Stack: stack },
  });
  webIds.push(web.id);
}

const jobs = subnetIds.map(
  (subnetId, index) =>
    new aws.ec2.Instance(`jobs-${index}`, {
      ami: 'ami-0123456789abcdef0',
      instanceType: 't3.small',
      subnetId,
      tags: { Name: `jobs-${index}`, Stack: stack },
    })
);

export const ids = [...webIds, ...jobs.map(job => job.id)];
