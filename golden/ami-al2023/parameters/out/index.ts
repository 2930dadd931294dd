import * as aws from '@pulumi/aws';

const LATEST = '/aws/service/ami-amazon-linux-latest';

const image = aws.ssm.getParameterOutput({
  name: `${LATEST}/al2023-ami-kernel-default-x86_64`,
});

const graviton = aws.ssm.getParameter({
  name: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
});

const web = new aws.ec2.Instance('web', {
  ami: image.value,
  instanceType: 't3.micro',
});

const worker = new aws.ec2.Instance('worker', {
  ami: graviton.then(parameter => parameter.value),
  instanceType: 't4g.micro',
});

const template = new aws.ec2.LaunchTemplate('batch', {
  imageId:
    'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
  instanceType: 'm7i.large',
});

const spot = new aws.ec2.SpotInstanceRequest('spot', {
  ami: aws.ssm.getParameterOutput({
    name: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
  }).value,
  instanceType: 't3.micro',
});

export const ids = [web.id, worker.id, template.id, spot.id];
