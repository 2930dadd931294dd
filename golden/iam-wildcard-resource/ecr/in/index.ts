import * as aws from '@pulumi/aws';

const repository = new aws.ecr.Repository('service', {
  imageTagMutability: 'IMMUTABLE',
});

const executionRole = new aws.iam.Role('execution', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  }),
});

new aws.iam.RolePolicy('execution', {
  role: executionRole.name,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      // Pull the image
      {
        Effect: 'Allow',
        Action: [
          'ecr:GetAuthorizationToken',
          'ecr:BatchCheckLayerAvailability',
          'ecr:GetDownloadUrlForLayer',
          'ecr:BatchGetImage',
        ],
        Resource: '*',
      },
    ],
  }),
});

new aws.ecs.TaskDefinition('service', {
  family: 'service',
  cpu: '256',
  memory: '512',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  executionRoleArn: executionRole.arn,
  containerDefinitions: repository.repositoryUrl.apply(url =>
    JSON.stringify([{ name: 'service', image: `${url}:1.4.2`, essential: true }])
  ),
});

export const repositoryUrl = repository.repositoryUrl;
