import { SurveyStack } from './lib/survey-stack';

const suffix = process.env.ENVIRONMENT_SUFFIX || 'dev';

const surveys = new SurveyStack('surveys', { suffix, delaySeconds: 30 });

export const queueUrl = surveys.queueUrl;
