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
        sed -i -E 's/^#?PermitRootLogin .*/PermitRootLogin no/' /etc/ssh/sshd_config
        sed -i -E 's/^#?PasswordAuthentication .*/PasswordAuthentication no/' /etc/ssh/sshd_config
        sed -i -E 's/^#?PubkeyAuthentication .*/PubkeyAuthentication yes/' /etc/ssh/sshd_config
        sed -i -E 's/^#?ClientAliveInterval .*/ClientAliveInterval 300/' /etc/ssh/sshd_config
        sed -i -E 's/^#?ClientAliveCountMax .*/ClientAliveCountMax 2/' /etc/ssh/sshd_config
        yum install -y yum-cron
        sed -i -E 's/^update_cmd = .*/update_cmd = security/; s/^apply_updates = .*/apply_updates = yes/' /etc/yum/yum-cron.conf
        systemctl enable --now yum-cron
        amazon-linux-extras install -y epel
        yum install -y fail2ban-server
        printf '%s\\n' '[sshd]' 'enabled = true' > /etc/fail2ban/jail.d/sshd.local
        systemctl enable --now fail2ban
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
