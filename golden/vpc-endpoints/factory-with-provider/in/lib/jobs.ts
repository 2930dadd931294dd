import * as aws from '@pulumi/aws';

export function createJobs(name: string, subnets: aws.ec2.Subnet[], provider: aws.Provider) {
    const role = new aws.iam.Role(
        `${name}-host`,
        { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'ec2.amazonaws.com' }) },
        { provider },
    );
    const profile = new aws.iam.InstanceProfile(`${name}-host`, { role: role.name }, { provider });
    return subnets.map(
        (subnet, i) =>
            new aws.ec2.Instance(
                `${name}-host-${i}`,
                {
                    ami: 'ami-0123456789abcdef0',
                    instanceType: 't3.small',
                    subnetId: subnet.id,
                    iamInstanceProfile: profile.name,
                    userData: `#!/bin/bash
aws s3 cp s3://acme-jobs/run.sh /opt/run.sh
aws ecr get-login-password | docker login --username AWS --password-stdin acme
yum install -y amazon-cloudwatch-agent
`,
                },
                { provider },
            ),
    );
}
