import * as aws from "@pulumi/aws";

export function createWorkers(
    environment: string,
    subnetIds: string[],
    provider: aws.Provider
): aws.ec2.Instance[] {
    const ami = aws.ec2.getAmi(
        {
            mostRecent: true,
            owners: ["amazon"],
            filters: [
                {
                    name: "name",
                    values: ["amzn2-ami-hvm-*-x86_64-gp2"],
                },
            ],
        },
        { provider }
    );

    const userData = `#!/bin/bash
        yum update -y
        amazon-linux-extras install -y docker
        sed -i 's/^#MaxAuthTries.*/MaxAuthTries 4/' /etc/ssh/sshd_config
        cat > /etc/motd <<MOTD
worker of ${environment}
MOTD
        service sshd restart
        systemctl enable --now docker
    `;

    return subnetIds.map(
        (subnetId, index) =>
            new aws.ec2.Instance(
                `worker-${index + 1}-${environment}`,
                {
                    ami: ami.then(found => found.id),
                    instanceType: "t3.micro",
                    subnetId,
                    userData,
                    userDataReplaceOnChange: true,
                },
                { provider }
            )
    );
}
