import { AlertStack } from './lib/alert-stack';

const topicArn = 'arn:aws:sns:eu-west-1:111122223333:alerts';
const { queueUrl, topicArn: stackTopicArn } = new AlertStack('alerts');

export { queueUrl, stackTopicArn };
export const formerTopicArn = topicArn;
