import * as aws from '@pulumi/aws';

// Latest Amazon Linux 2023 AMI (AL2023)
const image = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [
    // Amazon Linux 2023, 64 bits
    { name: 'name', values: ['al2023-ami-2023.*-x86_64'] },
  ],
});

const server = new aws.ec2.Instance('server', {
  ami: image.id,
  instanceType: 't3.micro',
});

export const id = server.id;
