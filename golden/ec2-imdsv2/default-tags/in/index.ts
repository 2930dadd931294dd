import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config();
const stack = pulumi.getStack();

// Tags of the two regions are kept by two departments
const ireland = new aws.Provider('ireland', {
  region: 'eu-west-1',
  defaultTags: { tags: { CostCenter: 'cc-42', Stack: stack } },
});
const virginia = new aws.Provider('virginia', {
  region: 'us-east-1',
  defaultTags: { tags: { 'Cost Center': '42', Stack: stack } },
});

interface Site {
  name: string;
  imageId: string;
  provider: aws.Provider;
}

function createHost(site: Site): aws.ec2.Instance {
  const opts = { provider: site.provider };
  const group = new aws.ec2.SecurityGroup(
    `${site.name}-${stack}`,
    { description: `Host in ${site.name}` },
    opts
  );
  return new aws.ec2.Instance(
    `${site.name}-${stack}`,
    {
      ami: site.imageId,
      instanceType: 't3.micro',
      vpcSecurityGroupIds: [group.id],
    },
    opts
  );
}

const dublin = createHost({
  name: 'dublin',
  imageId: config.require('irishImage'),
  provider: ireland,
});
const ashburn = createHost({
  name: 'ashburn',
  imageId: config.require('virginianImage'),
  provider: virginia,
});

const relay = new aws.ec2.Instance(
  `relay-${stack}`,
  {
    ami: config.require('irishImage'),
    instanceType: 't3.nano',
    tags: { Name: `relay-${stack}` },
  },
  { provider: ireland }
);

const mirror = new aws.ec2.Instance(
  `mirror-${stack}`,
  {
    ami: config.require('virginianImage'),
    instanceType: 't3.nano',
    tags: { Name: `mirror-${stack}` },
  },
  { provider: virginia }
);

export const hosts = [dublin, ashburn, relay, mirror].map(h => h.publicIp);
