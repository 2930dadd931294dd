import * as aws from "@pulumi/aws";

const reports = new aws.s3.Bucket("reports");

const document = aws.iam.getPolicyDocumentOutput({
    statements: [
        { actions: ["s3:GetObject*"], resources: ["*"] },
        { actions: ["s3:ListAllMyBuckets"], resources: ["*"] },
    ],
});

const policy = new aws.iam.Policy("read-reports", { policy: document.json });

const role = new aws.iam.Role("reader", {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
});

new aws.iam.RolePolicyAttachment("reader", { role: role.name, policyArn: policy.arn });

export const bucket = reports.bucket;
