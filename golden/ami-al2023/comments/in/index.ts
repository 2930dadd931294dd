import * as aws from '@pulumi/aws';

// Latest Amazon Linux 2 AMI (AL2)
const image = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ['amazon'],
  filters: [
    // Amazon Linux 2, 64 bits
    { name: 'name', values: ['amzn2-ami-hvm-*-x86_64-gp2'] },
  ],
});

const server = new aws.ec2.Instance('server', {
  ami: image.id,
  instanceType: 't3.micro',
});

export const id = server.id;
