import * as aws from '@pulumi/aws';

const script = 'PGPASSWORD=hunter2-sh psql -h db';
export const key = new aws.kms.Key('key', { description: script });
export const host = new aws.ec2.Instance('host', {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.micro',
  userData: `#!/bin/bash
export DB_PASSWORD=hunter2-Xy
cat > /etc/app.env <<EOF
API_TOKEN=sw0rdfi-9
SMTP_PASSWORD: sw0rdfi-8
EOF
mysql -u app --password sw0rdfi-7 -h db
curl -H "Authorization: Bearer sw0rdfi-bearer-6" https://app:hunter2@example.com/
echo '{"password": "hunter2-Xz"}' > /etc/app.json
yum install -y amazon-ssm-agent
`,
});
