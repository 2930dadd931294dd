// methods, one per group
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

export class Net extends pulumi.ComponentResource {
    private albSg!: aws.ec2.SecurityGroup;
    private appSg!: aws.ec2.SecurityGroup;
    private vpc: aws.ec2.Vpc;
    constructor(name: string, private env: string) {
        super("x:Net", name);
        this.vpc = new aws.ec2.Vpc(`vpc-${env}`, { cidrBlock: "10.0.0.0/16" }, { parent: this });
        this.createAlbSg();
        this.createAppSg();
    }
    private createAlbSg() {
        this.albSg = new aws.ec2.SecurityGroup(`alb-${this.env}`, {
            vpcId: this.vpc.id,
        }, { parent: this });
    }
    private createAppSg() {
        this.appSg = new aws.ec2.SecurityGroup(`app-${this.env}`, {
            vpcId: this.vpc.id,
            ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80, securityGroups: [this.albSg.id] }],
        }, { parent: this });

        new aws.vpc.SecurityGroupEgressRule(`alb-egress-80-tcp-${this.env}`, {
            securityGroupId: this.albSg.id,
            ipProtocol: "tcp",
            fromPort: 80,
            toPort: 80,
            referencedSecurityGroupId: this.appSg.id,
        }, { parent: this });
    }
}
new Net("n", "dev");
