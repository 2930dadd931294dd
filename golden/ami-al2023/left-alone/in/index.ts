import * as aws from '@pulumi/aws';

const lookUp = (name: string, owners: string[]) =>
  aws.ec2.getAmiOutput({
    mostRecent: true,
    owners,
    filters: [{ name: 'name', values: [name] }],
  }).id;

// Hosts of containers have images of their own
const ecs = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['amzn2-ami-ecs-hvm-*-x86_64-ebs'] }],
});
const eks = aws.ssm.getParameterOutput({
  name: '/aws/service/eks/optimized-ami/1.29/amazon-linux-2/recommended/image_id',
});
const ecsParameter = aws.ssm.getParameterOutput({
  name: '/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id',
});

// Without anything that is not needed
const minimal = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [{ name: 'name', values: ['amzn2-ami-minimal-hvm-*-x86_64-ebs'] }],
});

// Built by ourselves, after the name of what it is built from
const golden = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['self'],
  filters: [{ name: 'name', values: ['amzn2-ami-hvm-*-hardened'] }],
});

const ubuntu = lookUp('ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-*', [
  '099720109477',
]);
const current = lookUp('al2023-ami-2023.*-x86_64', ['amazon']);

const images = {
  ecs: ecs.id,
  eks: eks.value,
  'ecs-parameter': ecsParameter.value,
  minimal: minimal.id,
  golden: golden.id,
  ubuntu,
  current,
  pinned: 'ami-0123456789abcdef0',
};

export const ids = Object.entries(images).map(
  ([name, ami]) =>
    new aws.ec2.Instance(name, { ami, instanceType: 't3.micro' }).id
);
