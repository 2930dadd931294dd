import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

// Whatever the plug-in gives: resources, or promises of them
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Plugin = { name: string; resources: any };

export function attach(plugin: Plugin, certificate: aws.acm.Certificate) {
  const zone = aws.route53.Zone.get(plugin.name, plugin.name);
  return new aws.route53.Record(
    plugin.name,
    { zoneId: zone.zoneId, name: plugin.name, type: 'TXT', ttl: 300 },
    { dependsOn: [plugin.resources, certificate] }
  );
}

export function mirror<T extends pulumi.Resource>(first: T, bucket: string) {
  return new aws.s3.Bucket(bucket, {}, { dependsOn: [first] });
}

export function site(name: string, opts: pulumi.CustomResourceOptions) {
  return new aws.s3.Bucket(name, {}, { ...opts, dependsOn: opts.dependsOn });
}
