import { NotifierStack } from '../lib/notifier-stack';

const stack = new NotifierStack('notifier');

export const { topicArn, apiUrl } = stack;
