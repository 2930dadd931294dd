import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface ZoneStackArgs {
  domain: string;
  ttl: number;
  tags?: Record<string, string>;
}

export class ZoneStack extends pulumi.ComponentResource {
  public readonly nameServers: pulumi.Output<string[]>;

  constructor(
    name: string,
    args: ZoneStackArgs,
    opts?: pulumi.ComponentResourceOptions
  ) {
    super('dns:index:ZoneStack', name, args, opts);

    const zone = new aws.route53.Zone(
      'main',
      { name: args.domain, tags: args.tags },
      { parent: this, protect: true }
    );

    const mail = ['10 mx1.example.net', '20 mx2.example.net'];
    new aws.route53.Record(
      'mail',
      {
        zoneId: zone.zoneId,
        name: args.domain,
        type: 'MX',
        ttl: args.ttl,
        records: mail,
      },
      { parent: this }
    );

    new aws.route53.Record(
      'spf',
      {
        zoneId: zone.zoneId,
        name: args.domain,
        type: 'TXT',
        ttl: args.ttl,
        records: ['v=spf1 include:example.net -all'],
      },
      { parent: this }
    );

    this.nameServers = zone.nameServers;
    this.registerOutputs({ nameServers: this.nameServers });
  }
}
