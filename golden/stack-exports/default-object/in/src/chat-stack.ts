import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'

interface ChatStackArgs {
  suffix: string
  historyDays: number
}

export class ChatStack extends pulumi.ComponentResource {
  socketUrl: pulumi.Output<string>
  readonly history: aws.dynamodb.Table
  readonly uploads: aws.s3.BucketV2
  private readonly log: aws.cloudwatch.LogGroup

  constructor(
    name: string,
    args: ChatStackArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('chat:index:ChatStack', name, args, opts)

    const api = new aws.apigatewayv2.Api(
      `chat-api-${args.suffix}`,
      {
        protocolType: 'WEBSOCKET',
        routeSelectionExpression: '$request.body.action',
      },
      { parent: this },
    )

    this.log = new aws.cloudwatch.LogGroup(
      `chat-log-${args.suffix}`,
      { retentionInDays: 30 },
      { parent: this },
    )

    const stage = new aws.apigatewayv2.Stage(
      `chat-stage-${args.suffix}`,
      {
        apiId: api.id,
        name: args.suffix,
        autoDeploy: true,
        accessLogSettings: {
          destinationArn: this.log.arn,
          format: '$context.requestId $context.status',
        },
      },
      { parent: this },
    )

    this.history = new aws.dynamodb.Table(
      `chat-history-${args.suffix}`,
      {
        billingMode: 'PAY_PER_REQUEST',
        hashKey: 'room',
        rangeKey: 'sentAt',
        attributes: [
          { name: 'room', type: 'S' },
          { name: 'sentAt', type: 'N' },
        ],
        ttl: { enabled: args.historyDays > 0, attributeName: 'expires' },
      },
      { parent: this },
    )

    this.uploads = new aws.s3.BucketV2(
      `chat-uploads-${args.suffix}`,
      { forceDestroy: true },
      { parent: this },
    )

    this.socketUrl = stage.invokeUrl
    this.registerOutputs({ socketUrl: this.socketUrl })
  }
}
