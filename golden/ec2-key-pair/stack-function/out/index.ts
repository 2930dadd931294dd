import * as aws from "@pulumi/aws";

export = async () => {
  const opsInstanceRole = new aws.iam.Role("ops-instance-role", {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "ec2.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ],
    }),
  });

  new aws.iam.RolePolicyAttachment("ops-instance-ssm", {
    role: opsInstanceRole.name,
    policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
  });

  const opsInstanceProfile = new aws.iam.InstanceProfile(
    "ops-instance-profile",
    {
      role: opsInstanceRole.name,
    },
  );

  const template = new aws.ec2.LaunchTemplate("ops", {
    imageId: "ami-0123456789abcdef0",
    instanceType: "t3.small",
    iamInstanceProfile: { arn: opsInstanceProfile.arn },
  });

  return { templateId: template.id };
};
