import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

interface PlatformArgs {
  env: string;
}

export class Platform extends pulumi.ComponentResource {
  private vpc!: aws.ec2.Vpc;
  private publicSubnets: aws.ec2.Subnet[] = [];
  private privateSubnets: aws.ec2.Subnet[] = [];
  private readonly env: string;
  public serviceArn!: pulumi.Output<string>;

  constructor(name: string, args: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super('acme:Platform', name, args, opts);
    this.env = args.env;
    this.createNetwork();
    this.createService();
    this.registerOutputs();
  }

  private createNetwork() {
    this.vpc = new aws.ec2.Vpc(this.name('vpc'), { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true, tags: this.tags('vpc') }, { parent: this });
    const igw = new aws.ec2.InternetGateway(this.name('igw'), { vpcId: this.vpc.id }, { parent: this });
    const azs = aws.getAvailabilityZones({ state: 'available' });
    for (let i = 0; i < 2; i++) {
      const pub = new aws.ec2.Subnet(this.name(`public-${i}`), {
        vpcId: this.vpc.id,
        cidrBlock: `10.0.${i}.0/24`,
        availabilityZone: azs.then(a => a.names[i]),
        mapPublicIpOnLaunch: true,
      }, { parent: this });
      this.publicSubnets.push(pub);
      const priv = new aws.ec2.Subnet(this.name(`private-${i}`), {
        vpcId: this.vpc.id,
        cidrBlock: `10.0.${i + 10}.0/24`,
        availabilityZone: azs.then(a => a.names[i]),
      }, { parent: this });
      this.privateSubnets.push(priv);
      const eip = new aws.ec2.Eip(this.name(`nat-${i}`), { domain: 'vpc' }, { parent: this });
      const nat = new aws.ec2.NatGateway(this.name(`nat-${i}`), { allocationId: eip.id, subnetId: pub.id }, { parent: this });
      const rt = new aws.ec2.RouteTable(this.name(`private-rt-${i}`), { vpcId: this.vpc.id, routes: [{ cidrBlock: '0.0.0.0/0', natGatewayId: nat.id }] }, { parent: this });
      new aws.ec2.RouteTableAssociation(this.name(`private-rta-${i}`), { subnetId: priv.id, routeTableId: rt.id }, { parent: this });
    }
    const publicRt = new aws.ec2.RouteTable(this.name('public-rt'), { vpcId: this.vpc.id, routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: igw.id }] }, { parent: this });
    this.publicSubnets.forEach((s, i) => new aws.ec2.RouteTableAssociation(this.name(`public-rta-${i}`), { subnetId: s.id, routeTableId: publicRt.id }, { parent: this }));
  }

  private createService() {
    const repo = new aws.ecr.Repository(this.name('app'), {}, { parent: this });
    const cluster = new aws.ecs.Cluster(this.name('cluster'), {}, { parent: this });
    const td = new aws.ecs.TaskDefinition(this.name('td'), {
      family: 'app',
      containerDefinitions: pulumi.interpolate`[{"name":"app","image":"${repo.repositoryUrl}:latest","logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/ecs/app"}}}]`,
    }, { parent: this });
    const svc = new aws.ecs.Service(this.name('svc'), {
      cluster: cluster.arn,
      taskDefinition: td.arn,
      networkConfiguration: { subnets: this.privateSubnets.map(s => s.id) },
    }, { parent: this });
    this.serviceArn = svc.id;
  }

  private name(part: string) { return `plat-${part}-${this.env}`; }
  private tags(part: string) { return { Name: this.name(part) }; }
}
