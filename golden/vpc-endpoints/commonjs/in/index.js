const aws = require('@pulumi/aws')
const { interpolate } = require('@pulumi/pulumi')

const vpc = new aws.ec2.Vpc('net', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true })
const subnets = []
for (let i = 0; i < 3; i++) {
  subnets.push(new aws.ec2.Subnet('private' + i, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24` }))
}
const repo = new aws.ecr.Repository('r')
const td = new aws.ecs.TaskDefinition('td', {
  family: 'td',
  containerDefinitions: repo.repositoryUrl.apply(url => JSON.stringify([{ name: 'c', image: url + ':latest', logConfiguration: { logDriver: 'awslogs' } }]))
})
new aws.ecs.Service('svc', { taskDefinition: td.arn, networkConfiguration: { subnets: subnets.map(s => s.id), assignPublicIp: false } })
exports.vpcId = vpc.id
