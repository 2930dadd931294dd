import { AlertStack } from './lib/alert-stack';

const topicArn = 'arn:aws:sns:eu-west-1:111122223333:alerts';
const { queueUrl } = new AlertStack('alerts');

export { queueUrl };
export const formerTopicArn = topicArn;
