import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { LabelStack } from './label-stack';

/** Labels for what comes back */
export class ReturnsStack extends LabelStack {
  public readonly topicArn: pulumi.Output<string>;

  constructor(name: string) {
    super(name, {}, { protect: true });
    this.topicArn = new aws.sns.Topic(`returns-${name}`).arn;
  }
}
