import { LabelStack } from './lib/label-stack';
import { ReturnsStack } from './lib/returns-stack';

const labels = new LabelStack('labels', { protect: true });
const returns = new ReturnsStack('returns');

export const labelQueueUrl = labels.queueUrl;
export const returnsTopicArn = returns.topicArn;
