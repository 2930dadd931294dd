import { AlertStack } from './lib/alert-stack';

// For people
const alertStack = new AlertStack('people');

// For machines
const alertStack2 = new AlertStack('machines', { protect: true });

export const alertStackQueueUrl = alertStack.queueUrl;
export const alertStackTopicArn = alertStack.topicArn;

export const alertStack2QueueUrl = alertStack2.queueUrl;
export const alertStack2TopicArn = alertStack2.topicArn;
