/** The script that starts one of our services. */
export function bootstrap(service: string, bucket: string): string {
  return `#!/usr/bin/env bash
dnf install -y nodejs
aws s3 cp s3://${bucket}/${service}.tgz - | tar xz -C /opt
for port in 8080 8081; do
  echo "listen $port" >> /opt/${service}/ports
done
npm --prefix /opt/${service} start`;
}
